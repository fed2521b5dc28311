package dev.athanor.migrate;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import liquibase.Scope;
import liquibase.change.core.LoadDataChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.resource.ResourceAccessor;
import liquibase.sqlgenerator.SqlGeneratorFactory;

/** The statements that {@code loadData} and {@code loadUpdateData} make of their files. */
final class LoadedRows {
  private static final int MOST_BYTES = 512 * 1024;

  private final ChangeSet changeSet;
  private final Database database;
  private final ResourceAccessor accessor;

  LoadedRows(ChangeSet changeSet, Database database, ResourceAccessor accessor) {
    this.changeSet = changeSet;
    this.database = database;
    this.accessor = accessor;
  }

  /**
   * As Liquibase writes them for the database.
   *
   * @param number which of the changeset's loads, from 0
   * @param file the changelog, for an error
   * @param line the changeset's, for an error
   */
  Optional<String> sql(int number, Path file, int line) {
    var load =
        changeSet.getChanges().stream()
            .filter(LoadDataChange.class::isInstance)
            .map(LoadDataChange.class::cast)
            .skip(number)
            .findFirst();
    return load.map(change -> sql(change, file, line));
  }

  private String sql(LoadDataChange change, Path file, int line) {
    try {
      var sql = generated(change);
      if (sql.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
        throw invalid(
            file,
            line,
            "the rows of %s are more than a revision can carry (512 KiB). Load them with the database's own client, and take the change out"
                .formatted(change.getFile()));
      }
      return sql;
    } catch (AthanorException e) {
      throw e;
    } catch (Exception e) {
      throw invalid(
          file,
          line,
          "the rows of %s cannot be read: %s"
              .formatted(change.getFile(), LiquibaseScripts.message(e)));
    }
  }

  private String generated(LoadDataChange change) throws Exception {
    // one transaction takes them: a prepared statement could not be written down
    change.setUsePreparedStatements(false);
    return Scope.child(
        Map.of(Scope.Attr.resourceAccessor.name(), accessor),
        () -> {
          var lines = new ArrayList<String>();
          for (var statement : change.generateStatements(database)) {
            for (var sql : SqlGeneratorFactory.getInstance().generateSql(statement, database)) {
              lines.add(sql.toSql().strip().replaceFirst(";$", "") + ";");
            }
          }
          return String.join("\n", lines);
        });
  }

  private static AthanorException invalid(Path file, int line, String what) {
    var where = line > 0 ? "%s, line %d".formatted(file, line) : file.toString();
    return new AthanorException(Reason.INVALID_CHANGELOG, where + ": " + what + ".")
        .at(file.toString(), line);
  }
}
