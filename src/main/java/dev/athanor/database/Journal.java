package dev.athanor.database;

import dev.athanor.revision.Operation;
import dev.athanor.revision.Step;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was done to the database, as it happens: a row for each operation, one for each step,
 * written in the step's own transaction. Lists are kept with a blank between two ids, as no id has
 * one.
 */
public final class Journal {
  private static final String COLUMNS =
      "operation_id, operation, expression, targets, rows_before, rows_after, planned, outcome,"
          + " started_at, completed_at, error, tag";

  private final Session session;
  private final Tables tables;

  /** The journal beside that version table; its tables need not exist. */
  public Journal(Session session, Tables tables) {
    this.session = session;
    this.tables = tables;
  }

  /** Creates the tables if there are none; part of the transaction that is open. */
  public void ensure() {
    var dialect = session.dialect();
    var instant = dialect.capabilities().instantType();
    var text = dialect.capabilities().textType();
    var id = dialect.capabilities().id(255);
    create(
        tables.journal(),
        // what may be empty may be NULL: for Oracle that is the same
        "operation_id %s NOT NULL, operation varchar(16) NOT NULL,".formatted(id)
            + " expression %s, targets %s, rows_before %s,".formatted(text, text, text)
            + " rows_after %s, planned integer NOT NULL, outcome varchar(16) NOT NULL,"
                .formatted(text)
            + " performed_by %s NOT NULL, started_at %s NOT NULL, completed_at %s, error %s, tag %s, "
                .formatted(text, instant, instant, text, text),
        "operation_id");
    create(
        tables.steps(),
        "operation_id %s NOT NULL, step integer NOT NULL, revision %s,".formatted(id, id)
            + " direction varchar(16) NOT NULL, rows_before %s, rows_after %s,"
                .formatted(text, text)
            + " statements integer NOT NULL, completed_at %s NOT NULL,".formatted(instant)
            + " duration_ms numeric(19) NOT NULL, ",
        "operation_id",
        "step");
  }

  private void create(TableName table, String columns, String... key) {
    var dialect = session.dialect();
    session.call(
        () -> {
          if (!dialect.exists(session.connection(), table)) {
            try (var statement = session.connection().createStatement()) {
              statement.execute(
                  "CREATE TABLE "
                      + table.quoted(dialect)
                      + " ("
                      + columns
                      + dialect.primaryKey(table.name() + "_pkc", key)
                      + ")"
                      + dialect.capabilities().tableOptions());
            }
          }
        });
  }

  /** The operation with that id. */
  public Optional<JournalEntry> find(String operationId) {
    return select(1, " WHERE operation_id = ?", operationId).stream().findFirst();
  }

  /** Whoever began the last operation that says so: what its id has before the slash. */
  public Optional<String> lastOwner() {
    return select(1, " WHERE operation_id LIKE '%/%' ORDER BY started_at DESC").stream()
        .map(entry -> entry.id().substring(0, entry.id().indexOf('/')))
        .findFirst();
  }

  /** The very first operation. */
  public Optional<JournalEntry> first() {
    return select(1, " ORDER BY started_at").stream().findFirst();
  }

  /** The last operations, the newest first. */
  public List<JournalEntry> last(int count) {
    return select(count, " ORDER BY started_at DESC");
  }

  private List<JournalEntry> select(int count, String rest, String... values) {
    return session.query(
        () -> {
          var entries = new ArrayList<JournalEntry>();
          if (!session.dialect().exists(session.connection(), tables.journal())) {
            return entries;
          }
          try (var query =
              session
                  .connection()
                  .prepareStatement(
                      "SELECT " + COLUMNS + " FROM " + quoted(tables.journal()) + rest)) {
            // each product has a clause of its own for this
            query.setMaxRows(count);
            for (int i = 0; i < values.length; i++) {
              query.setString(i + 1, values[i]);
            }
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                entries.add(entry(rows));
              }
            }
          }
          return entries;
        });
  }

  private JournalEntry entry(ResultSet rows) throws SQLException {
    return new JournalEntry(
        rows.getString("operation_id"),
        Operation.valueOf(rows.getString("operation")),
        Optional.ofNullable(rows.getString("expression")).orElse(""),
        ids(rows.getString("targets")),
        ids(rows.getString("rows_before")),
        ids(rows.getString("rows_after")),
        rows.getInt("planned"),
        JournalEntry.State.valueOf(rows.getString("outcome")),
        session.dialect().instant(rows, "started_at").orElseThrow(),
        session.dialect().instant(rows, "completed_at"),
        Optional.ofNullable(rows.getString("error")),
        Optional.ofNullable(rows.getString("tag")).filter(tag -> !tag.isEmpty()));
  }

  static List<String> ids(@org.jspecify.annotations.Nullable String joined) {
    return joined == null || joined.isBlank() ? List.of() : List.of(joined.split(" ", -1));
  }

  /** Records that an operation begins. In the open transaction. */
  public void begin(JournalEntry entry) {
    update(
        "INSERT INTO "
            + quoted(tables.journal())
            + " (operation_id, operation, expression, targets, rows_before, planned, outcome,"
            + " started_at, tag, performed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
            + session.dialect().whoExpression()
            + ")",
        entry.id(),
        entry.operation().name(),
        entry.expression(),
        String.join(" ", entry.targets()),
        String.join(" ", entry.from()),
        entry.planned(),
        entry.outcome().name(),
        session.dialect().parameter(entry.startedAt()),
        entry.tag().orElse(""));
  }

  /** With the lock in hand, whatever else is said to be running was killed. */
  public void endOthers(String operationId, Instant at) {
    update(
        "UPDATE "
            + quoted(tables.journal())
            + " SET outcome = ?, completed_at = ?, error = ? WHERE outcome = ? AND operation_id <> ?",
        JournalEntry.State.INTERRUPTED.name(),
        session.dialect().parameter(at),
        "its runner was killed",
        JournalEntry.State.RUNNING.name(),
        operationId);
  }

  /** Records that an operation that had stopped goes on. */
  public void resume(String operationId) {
    update(
        "UPDATE "
            + quoted(tables.journal())
            + " SET outcome = ?, error = NULL, completed_at = NULL WHERE operation_id = ?",
        JournalEntry.State.RUNNING.name(),
        operationId);
  }

  /** Records how an operation ended. */
  public void end(
      String operationId,
      JournalEntry.State outcome,
      List<String> rows,
      Instant at,
      Optional<String> error) {
    update(
        "UPDATE "
            + quoted(tables.journal())
            + " SET outcome = ?, rows_after = ?, completed_at = ?, error = ? WHERE operation_id = ?",
        outcome.name(),
        String.join(" ", rows),
        session.dialect().parameter(at),
        error.orElse(""),
        operationId);
  }

  /** Records a step. In the step's own transaction. */
  public void step(
      String operationId,
      int number,
      Step step,
      List<String> rowsBefore,
      int statements,
      Instant completedAt,
      Duration duration) {
    update(
        "INSERT INTO "
            + quoted(tables.steps())
            + " (operation_id, step, revision, direction, rows_before, rows_after, statements,"
            + " completed_at, duration_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        operationId,
        number,
        step.revision().orElse(""),
        step.direction().name(),
        String.join(" ", rowsBefore),
        String.join(" ", step.rowsAfter()),
        statements,
        session.dialect().parameter(completedAt),
        duration.toMillis());
  }

  /** How many steps of an operation are done. */
  public int stepsDone(String operationId) {
    return session.query(
        () -> {
          try (var query =
              session
                  .connection()
                  .prepareStatement(
                      "SELECT coalesce(max(step), 0) FROM "
                          + quoted(tables.steps())
                          + " WHERE operation_id = ?")) {
            query.setString(1, operationId);
            try (var rows = query.executeQuery()) {
              return rows.next() ? rows.getInt(1) : 0;
            }
          }
        });
  }

  private void update(String sql, Object... values) {
    session.call(
        () -> {
          try (var statement = session.connection().prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
          }
        });
  }

  private String quoted(TableName table) {
    return table.quoted(session.dialect());
  }
}
