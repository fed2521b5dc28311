package dev.athanor.migrate;

import dev.athanor.changelog.Format;
import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.SqlChangeSets;
import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Dialect;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.OfflineConnection;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.ui.LoggerUIService;

/**
 * Liquibase as a reader of changelogs and a generator of SQL. It executes nothing but the queries
 * of preconditions: statements are run by us, one by one, so that each is known by file and line.
 * Its change-log table, its lock and its commands are never touched.
 */
final class LiquibaseScripts implements LiquibaseTarget {
  private final Database database;

  private LiquibaseScripts(Database database) {
    this.database = database;
  }

  /** For a database that is there. */
  static LiquibaseTarget on(Connection connection, ConnectionSettings settings) {
    try {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(
                  new JdbcConnection(GuardedConnection.around(connection)));
      if (settings.schema().isPresent()) {
        if (database.supports(liquibase.structure.core.Schema.class)) {
          database.setDefaultSchemaName(settings.schema().get());
        } else {
          database.setDefaultCatalogName(settings.schema().get());
        }
      }
      return new LiquibaseScripts(database);
    } catch (LiquibaseException e) {
      throw new AthanorException(
          Reason.INTERNAL_ERROR, "Liquibase does not recognise the database: " + message(e), e);
    }
  }

  /** For a database that is not: for showing SQL. */
  static LiquibaseTarget offline(String dialect) {
    try {
      var database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(
                  new OfflineConnection(offlineUrl(dialect), OneFile.none()));
      return new LiquibaseScripts(database);
    } catch (LiquibaseException e) {
      throw new AthanorException(
          Reason.UNSUPPORTED_DATABASE, "Liquibase does not know '" + dialect + "'", e);
    }
  }

  /** How Liquibase is told of a database that is not there. */
  static String offlineUrl(String dialect) {
    var product = Dialect.named(dialect);
    return "offline:%s?version=%s&outputLiquibaseSql=none"
        .formatted(product.liquibaseName(), product.capabilities().offlineVersion());
  }

  @Override
  public List<ChangeUnit> units(RevisionFile file, Operation direction) {
    var accessor = new OneFile(file);
    return scoped(accessor, file, () -> read(file, direction, accessor));
  }

  private List<ChangeUnit> read(RevisionFile file, Operation direction, OneFile accessor)
      throws LiquibaseException {
    var parameters = new OwnParameters(database);
    var name = OneFile.name(file);
    var changeLog =
        ChangeLogParserFactory.getInstance()
            .getParser(name, accessor)
            .parse(name, parameters, accessor);
    var sources =
        file.format() == Format.LIQUIBASE_SQL
            ? Optional.of(SqlChangeSets.of(file))
            : Optional.<SqlChangeSets>empty();
    var reading = new Reading(database, file, accessor, parameters, changeLog, sources);
    var units = new ArrayList<ChangeUnit>();
    for (var changeSet : changeLog.getChangeSets()) {
      if (filters().stream().allMatch(filter -> filter.accepts(changeSet).isAccepted())) {
        var unit = new LiquibaseUnit(reading, changeSet, direction);
        unit.validate();
        units.add(unit);
      }
    }
    if (direction == Operation.DOWNGRADE) {
      Collections.reverse(units);
    } else if (changeLog.getPreconditions() != null
        && !changeLog.getPreconditions().getNestedPreconditions().isEmpty()) {
      units.addFirst(new WholeFileUnit(reading));
    }
    return units;
  }

  /** As Liquibase does when no context and no label is asked for: all run. */
  private List<ChangeSetFilter> filters() {
    return List.of(
        new IgnoreChangeSetFilter(),
        new DbmsChangeSetFilter(database),
        new ContextChangeSetFilter(new Contexts()),
        new LabelChangeSetFilter(new LabelExpression()));
  }

  /**
   * What one file's changesets share.
   *
   * @param sources our own reading of formatted SQL, statement by statement with lines
   */
  record Reading(
      Database database,
      RevisionFile file,
      OneFile accessor,
      OwnParameters parameters,
      DatabaseChangeLog changeLog,
      Optional<SqlChangeSets> sources) {

    <T> T scoped(Work<T> work) {
      return LiquibaseScripts.scoped(accessor, file, work);
    }

    AthanorException invalid(int line, String what) {
      return new AthanorException(
              Reason.INVALID_CHANGELOG, "%s, line %d: %s".formatted(file.origin(), line, what))
          .at(file.origin(), line)
          .inRevision(file.revision().id());
    }

    int line(ChangeSet changeSet) {
      return sources
          .flatMap(list -> list.find(changeSet.getAuthor(), changeSet.getId()))
          .map(source -> source.line())
          .orElseGet(() -> new Lines(file.text()).changeSet(changeSet.getId()));
    }
  }

  /** Something that Liquibase does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws LiquibaseException;
  }

  /** Liquibase finds what it needs in a scope of the thread; none of its errors gets out. */
  private static <T> T scoped(OneFile accessor, RevisionFile file, Work<T> work) {
    try {
      return Scope.child(
          // its other user interface prints
          Map.of(
              Scope.Attr.resourceAccessor.name(),
              accessor,
              Scope.Attr.ui.name(),
              new LoggerUIService()),
          (Scope.ScopedRunnerWithReturn<T>) work::run);
    } catch (AthanorException e) {
      throw e;
    } catch (Exception e) {
      throw new AthanorException(
              Reason.INVALID_CHANGELOG,
              "%s cannot be read by Liquibase: %s".formatted(file.origin(), message(e)),
              e)
          .at(file.origin(), 0)
          .inRevision(file.revision().id());
    }
  }

  /** One line of what Liquibase says, without class names. */
  static String message(Throwable e) {
    var text = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    return text.replaceAll("\\b(?:[a-z]+\\.)+(?:exception\\.)?[A-Z]\\w*(?:Exception|Error): ", "")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
