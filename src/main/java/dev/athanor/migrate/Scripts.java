package dev.athanor.migrate;

import dev.athanor.changelog.FileCheck;
import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.SqlSyntax;
import dev.athanor.database.Dialect;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds and reads the files of a whole plan, so that nothing runs if one of them is wrong. */
record Scripts(
    RevisionSet set,
    ArchivedFiles archive,
    Predicate<String> fromArchive,
    Dialect dialect,
    SqlSyntax syntax,
    LiquibaseTarget target) {

  /** For each step its script; none for a stamp. */
  List<Optional<Script>> read(Plan plan) {
    var files = plan.steps().stream().map(this::file).toList();
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).isPresent()) {
        check(files.get(i).get(), plan.steps().get(i));
      }
    }
    var scripts = new ArrayList<Optional<Script>>();
    for (int i = 0; i < files.size(); i++) {
      var direction = plan.steps().get(i).direction();
      var script = files.get(i).map(file -> Script.read(file, direction, target));
      script.ifPresent(this::refuseLooseEnds);
      scripts.add(script);
    }
    return scripts;
  }

  /** What of a file is known by now: Liquibase generates the rest when its turn has come. */
  private void refuseLooseEnds(Script script) {
    var portions = new Portions(dialect, script.file());
    script.units().stream().filter(ChangeUnit::written).forEach(portions::of);
  }

  private static void check(RevisionFile file, Step step) {
    FileCheck.check(file);
    if (step.direction() == Operation.DOWNGRADE) {
      FileCheck.requireRollback(file);
    }
  }

  /** The file of a step; on the way down the archive stands in for one that is gone. */
  Optional<RevisionFile> file(Step step) {
    if (step.revision().isEmpty() || step.direction() == Operation.STAMP) {
      return Optional.empty();
    }
    var id = step.revision().get();
    var inSet = fromArchive.test(id) ? Optional.<RevisionFile>empty() : set.file(id);
    var found =
        inSet.or(
            () ->
                step.direction() == Operation.DOWNGRADE
                    ? archive.find(id)
                    : Optional.<RevisionFile>empty());
    if (found.isEmpty()) {
      throw new AthanorException(
              Reason.UNKNOWN_REVISION,
              "There is no file for revision %s, neither in the revision set nor in the database's archive."
                  .formatted(id))
          .inRevision(id);
    }
    return found.map(file -> file.in(syntax));
  }
}
