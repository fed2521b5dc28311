package dev.athanor.migrate;

import dev.athanor.changelog.Destruction;
import dev.athanor.database.Dialect;
import dev.athanor.database.TableName;
import dev.athanor.database.VersionTable;
import dev.athanor.revision.Plan;
import java.util.ArrayList;
import java.util.List;

/** A plan as the SQL that it runs. */
record Rendering(Dialect dialect, TableName versionTable, boolean createTable, Scripts scripts) {
  List<PlannedStep> of(Plan plan) {
    var read = scripts.read(plan);
    var steps = new ArrayList<PlannedStep>();
    for (int i = 0; i < plan.steps().size(); i++) {
      var step = plan.steps().get(i);
      var sql = new ArrayList<String>();
      var statements =
          read.get(i).stream()
              .flatMap(script -> script.units().stream())
              .flatMap(unit -> unit.commands().stream())
              .map(Command::sql)
              .toList();
      statements.forEach(statement -> sql.add(dialect.runnable(statement)));
      var destructive =
          statements.stream()
              .flatMap(statement -> Destruction.of(dialect.syntax(), statement).stream())
              .toList();
      if (i == 0 && createTable) {
        sql.add(VersionTable.ddl(dialect, versionTable));
      }
      step.changes().forEach(change -> sql.add(VersionTable.sql(dialect, versionTable, change)));
      boolean together =
          dialect.transactionalDdl() && read.get(i).stream().allMatch(Script::inTransaction);
      steps.add(new PlannedStep(step, sql, together, destructive));
    }
    return List.copyOf(steps);
  }
}
