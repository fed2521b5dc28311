package dev.athanor.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who brought the version rows about, as the journal tells it: what ran here, and which rows others
 * wrote. Takes no lock, creates nothing.
 */
public final class RowOrigins {
  private final Session session;
  private final Tables tables;

  /** The origins along that version table; its journal need not exist. */
  public RowOrigins(Session session, Tables tables) {
    this.session = session;
    this.tables = tables;
  }

  /** Every revision that was ever run upwards here, also when it was taken back since. */
  public Set<String> ran() {
    return new LinkedHashSet<>(
        select(
            "SELECT DISTINCT revision FROM "
                + tables.steps().quoted(session.dialect())
                + " WHERE direction = 'UPGRADE'",
            rows -> rows.getString(1)));
  }

  /**
   * The rows that were there and that no operation of ours had left: another tool wrote them, or a
   * person.
   *
   * @param now the rows of the version table
   */
  public Set<String> foreign(List<String> now) {
    var journal = tables.journal().quoted(session.dialect());
    var steps = tables.steps().quoted(session.dialect());
    var operations =
        select(
            "SELECT o.rows_before, s.rows_after FROM "
                + journal
                + " o LEFT JOIN "
                + steps
                + " s ON s.operation_id = o.operation_id AND s.step = (SELECT max(t.step) FROM "
                + steps
                + " t WHERE t.operation_id = o.operation_id) ORDER BY o.started_at",
            Moved::of);
    var foreign = new LinkedHashSet<String>();
    var left = List.<String>of();
    for (var operation : operations) {
      addMissing(operation.from(), left, foreign);
      left = operation.to();
    }
    addMissing(now, left, foreign);
    return foreign;
  }

  private static void addMissing(List<String> rows, List<String> left, Set<String> foreign) {
    rows.stream().filter(row -> !left.contains(row)).forEach(foreign::add);
  }

  /** An operation: the rows that it found and those that it left. */
  private record Moved(List<String> from, List<String> to) {
    static Moved of(ResultSet rows) throws SQLException {
      var from = Journal.ids(rows.getString(1));
      var after = rows.getString(2);
      // without a step it has moved nothing
      return new Moved(from, after == null ? from : Journal.ids(after));
    }
  }

  private interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private <T> List<T> select(String sql, Reader<T> reader) {
    return session.query(
        () -> {
          var found = new ArrayList<T>();
          if (!session.dialect().exists(session.connection(), tables.journal())) {
            return found;
          }
          try (var statement = session.connection().createStatement();
              var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
              found.add(reader.read(rows));
            }
          }
          return found;
        });
  }
}
