package dev.athanor.migrate;

import dev.athanor.changelog.Rollback;
import dev.athanor.changelog.SqlChangeSet;
import dev.athanor.changelog.SqlSplitter;
import dev.athanor.changelog.SqlSyntax;
import dev.athanor.changelog.Statement;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.LiquibaseException;
import liquibase.exception.SetupException;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.ExecutablePreparedStatement;
import liquibase.statement.SqlStatement;

/** A changeset that Liquibase has read. */
record LiquibaseUnit(
    LiquibaseScripts.Reading reading, ChangeSet changeSet, Operation direction, int line)
    implements ChangeUnit {

  private static final Pattern COPY = Pattern.compile("(?i)\\bRENAME TO \\S+_temporary\\b");

  LiquibaseUnit(LiquibaseScripts.Reading reading, ChangeSet changeSet, Operation direction) {
    this(reading, changeSet, direction, reading.line(changeSet));
  }

  @Override
  public String name() {
    return "changeset " + changeSet.getAuthor() + ":" + changeSet.getId();
  }

  @Override
  public boolean inTransaction() {
    return changeSet.isRunInTransaction();
  }

  @Override
  public boolean failOnError() {
    return !Boolean.FALSE.equals(changeSet.getFailOnError());
  }

  @Override
  public boolean hasPreconditions() {
    return direction == Operation.UPGRADE
        && changeSet.getPreconditions() != null
        && !changeSet.getPreconditions().getNestedPreconditions().isEmpty();
  }

  @Override
  public Verdict check() {
    return hasPreconditions()
        ? Preconditions.check(reading, changeSet.getPreconditions(), changeSet)
        : new Verdict.Run();
  }

  /** Throws for what Liquibase itself finds wrong with a change. */
  void validate() throws LiquibaseException {
    if (source().isPresent()) {
      return;
    }
    for (var change : changes()) {
      try {
        change.finishInitialization();
      } catch (SetupException e) {
        throw reading.invalid(line, LiquibaseScripts.message(e));
      }
      if (meant(change)) {
        if (!change.supports(reading.database())) {
          throw reading.invalid(
              line, changeType(change) + " is not supported on " + database().getShortName());
        }
        var errors = change.validate(reading.database());
        if (errors.hasErrors()) {
          throw reading.invalid(
              line, changeType(change) + ": " + String.join("; ", errors.getErrorMessages()));
        }
      }
    }
    if (database() instanceof SQLiteDatabase) {
      // before anything runs
      commands();
    }
    if (direction == Operation.DOWNGRADE && !changeSet.hasCustomRollbackChanges()) {
      for (var change : changes()) {
        if (!change.supportsRollback(database())) {
          throw new AthanorException(
                  Reason.MISSING_ROLLBACK,
                  "%s, line %d: %s has no rollback of its own, so revision %s cannot be downgraded. Add a rollback to the changeset."
                      .formatted(
                          reading.file().origin(),
                          line,
                          changeType(change),
                          reading.file().revision().id()))
              .at(reading.file().origin(), line)
              .inRevision(reading.file().revision().id());
        }
      }
    }
  }

  private Database database() {
    return reading.database();
  }

  private SqlSyntax syntax() {
    return reading.file().syntax();
  }

  private static String changeType(Change change) {
    return change.getSerializedObjectName();
  }

  /** What runs, in order: the changes, their given rollback, or the changes to be reversed. */
  private List<Change> changes() {
    if (direction != Operation.DOWNGRADE) {
      return changeSet.getChanges();
    }
    return changeSet.hasCustomRollbackChanges()
        ? changeSet.getRollback().getChanges()
        : changeSet.getChanges().reversed();
  }

  private boolean meant(Change change) {
    return !(change instanceof DbmsTargetedChange targeted)
        || DatabaseList.definitionMatches(targeted.getDbms(), database(), true);
  }

  private Optional<SqlChangeSet> source() {
    return reading.sources().flatMap(list -> list.find(changeSet.getAuthor(), changeSet.getId()));
  }

  @Override
  public boolean written() {
    return source().isPresent();
  }

  @Override
  public List<Command> commands() {
    return reading.scoped(
        () -> {
          var source = source();
          return source.isPresent() ? written(source.get()) : generated();
        });
  }

  /** Formatted SQL runs as it stands in the file, but for its own placeholders. */
  private List<Command> written(SqlChangeSet source) throws LiquibaseException {
    var statements =
        direction == Operation.DOWNGRADE ? rollback(source.rollback()) : source.statements();
    var commands = new ArrayList<Command>();
    for (var statement : statements) {
      var sql = reading.parameters().expandExpressions(statement.text(), reading.changeLog());
      commands.add(new Command.Plain(sql, statement.line()));
    }
    return commands;
  }

  private List<Statement> rollback(Rollback rollback) {
    return switch (rollback) {
      case Rollback.Missing missing -> List.of();
      case Rollback.Nothing nothing -> List.of();
      case Rollback.Sql sql -> sql.statements();
      case Rollback.OfChangeSet other ->
          reading
              .sources()
              .flatMap(list -> list.find(other.author(), other.id()))
              .map(SqlChangeSet::statements)
              .orElse(List.of());
    };
  }

  private List<Command> generated() throws LiquibaseException {
    database().setObjectQuotingStrategy(changeSet.getObjectQuotingStrategy());
    var commands = new ArrayList<Command>();
    var pending = new StringBuilder();
    for (var change : changes()) {
      if (!meant(change) || !change.shouldRunOnOs()) {
        continue;
      }
      if (change instanceof RawSQLChange raw && whole(raw)) {
        // Liquibase has cut a rollback's text at every semicolon: put together before cutting
        pending.append(raw.getSql()).append(";\n");
        continue;
      }
      flush(pending, commands);
      if (change instanceof RawSQLChange raw) {
        raw(raw).forEach(sql -> commands.add(plain(sql)));
      } else {
        var statements =
            direction == Operation.DOWNGRADE && !changeSet.hasCustomRollbackChanges()
                ? change.generateRollbackStatements(database())
                : change.generateStatements(database());
        for (var statement : statements) {
          add(statement, commands);
        }
      }
    }
    flush(pending, commands);
    return commands;
  }

  private boolean whole(RawSQLChange raw) {
    return direction == Operation.DOWNGRADE
        && !Boolean.FALSE.equals(raw.isSplitStatements())
        && raw.getEndDelimiter() == null
        && !"empty".equalsIgnoreCase(raw.getSql());
  }

  private void flush(StringBuilder pending, List<Command> commands) {
    for (var statement : SqlSplitter.split(syntax(), pending.toString(), 1)) {
      commands.add(plain(statement.text()));
    }
    pending.setLength(0);
  }

  private List<String> raw(RawSQLChange raw) {
    var sql = Optional.ofNullable(raw.getSql()).orElse("");
    if (sql.isBlank() || sql.equalsIgnoreCase("empty")) {
      return List.of();
    }
    if (Boolean.FALSE.equals(raw.isSplitStatements())) {
      return List.of(sql);
    }
    var statements =
        raw.getEndDelimiter() == null
            ? SqlSplitter.split(syntax(), sql, 1)
            : SqlSplitter.split(syntax(), sql, 1, raw.getEndDelimiter());
    return statements.stream().map(Statement::text).toList();
  }

  private Command plain(String sql) {
    return new Command.Plain(visited(sql), new Lines(reading.file().text()).statement(sql, line));
  }

  /** What the changeset's {@code modifySql} makes of it. */
  private String visited(String sql) {
    var result = sql;
    for (SqlVisitor visitor : changeSet.getSqlVisitors()) {
      if (direction != Operation.DOWNGRADE || visitor.isApplyToRollback()) {
        result = visitor.modifySql(result, database());
      }
    }
    return result;
  }

  private void add(SqlStatement statement, List<Command> commands) {
    var generators = SqlGeneratorFactory.getInstance();
    if (statement.skipOnUnsupported() && !generators.supports(statement, database())) {
      return;
    }
    if (statement instanceof ExecutablePreparedStatement prepared) {
      commands.add(new PreparedCommand(reading, prepared, line));
      return;
    }
    for (var sql : generators.generateSql(statement, database())) {
      refuseCopy(sql.toSql());
      commands.add(new Command.Plain(visited(sql.toSql()), line));
    }
  }

  /** Liquibase copies a table of SQLite's as it stood before the revision: columns get lost. */
  private void refuseCopy(String sql) {
    if (database() instanceof SQLiteDatabase && COPY.matcher(sql).find()) {
      throw reading.invalid(
          line,
          "on SQLite Liquibase makes this change with a copy of the table as it stands before the revision, which loses what the revision itself has changed. Write it as SQL: ALTER TABLE knows ADD COLUMN, RENAME COLUMN and DROP COLUMN, and docs/databases.md shows the rest");
    }
  }
}
