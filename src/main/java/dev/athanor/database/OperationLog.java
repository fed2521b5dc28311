package dev.athanor.database;

import dev.athanor.revision.Operation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the journal for people. Takes no lock, creates nothing. */
public final class OperationLog {
  private final Session session;
  private final Tables tables;

  /** The log of what was done along that version table. */
  public OperationLog(Session session, Tables tables) {
    this.session = session;
    this.tables = tables;
  }

  /** The last operations, the newest first; none when there is no journal. */
  public List<LoggedOperation> last(int count) {
    var operations = new ArrayList<LoggedOperation>();
    for (var entry : new Journal(session, tables).last(count)) {
      operations.add(
          new LoggedOperation(
              entry,
              performedBy(entry),
              steps(entry),
              entry.outcome() == JournalEntry.State.RUNNING && nobodyWorks()));
    }
    return operations;
  }

  // whoever works holds the lock
  private boolean nobodyWorks() {
    return SessionLock.holder(session, tables.version()).isEmpty();
  }

  private String performedBy(JournalEntry entry) {
    var who =
        select(
            "SELECT performed_by FROM " + quoted(tables.journal()) + " WHERE operation_id = ?",
            entry,
            rows -> rows.getString(1));
    return who.isEmpty() ? "" : who.getFirst();
  }

  private List<LoggedStep> steps(JournalEntry entry) {
    return select(
        "SELECT step, revision, direction, rows_before, rows_after, statements, completed_at,"
            + " duration_ms FROM "
            + quoted(tables.steps())
            + " WHERE operation_id = ? ORDER BY step",
        entry,
        this::step);
  }

  private LoggedStep step(ResultSet rows) throws SQLException {
    return new LoggedStep(
        rows.getInt("step"),
        Optional.ofNullable(rows.getString("revision")).filter(id -> !id.isEmpty()),
        Operation.valueOf(rows.getString("direction")),
        Journal.ids(rows.getString("rows_before")),
        Journal.ids(rows.getString("rows_after")),
        rows.getInt("statements"),
        session.dialect().instant(rows, "completed_at").orElseThrow(),
        Duration.ofMillis(rows.getLong("duration_ms")));
  }

  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> List<T> select(String sql, JournalEntry entry, Reader<T> reader) {
    return session.query(
        () -> {
          var found = new ArrayList<T>();
          try (var query = session.connection().prepareStatement(sql)) {
            query.setString(1, entry.id());
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                found.add(reader.read(rows));
              }
            }
          }
          return found;
        });
  }

  private String quoted(TableName table) {
    return table.quoted(session.dialect());
  }
}
