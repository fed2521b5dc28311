package dev.athanor.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * For statements that cannot be undone with their step: a mark before each and one after it, so
 * that the next run knows where an interrupted one stopped. The marks of a revision go with the
 * transaction that completes it.
 */
public final class StatementMarks {
  /** So much of a text tells a person which it is; the digest is of all of it. */
  private static final int SHOWN = 4_000;

  private static final String KEY = "revision = ? AND direction = ?";

  private final Session session;
  private final TableName table;
  private final String revision;
  private final String direction;

  /** The marks of one revision in one direction. */
  public StatementMarks(Session session, Tables tables, String revision, String direction) {
    this.session = session;
    this.table = tables.statements();
    this.revision = revision;
    this.direction = direction;
  }

  /** Creates the table if there is none. */
  public static void ensure(Session session, Tables tables) {
    var dialect = session.dialect();
    var can = dialect.capabilities();
    var table = tables.statements();
    session.call(
        () -> {
          if (!dialect.exists(session.connection(), table)) {
            try (var statement = session.connection().createStatement()) {
              statement.execute(
                  "CREATE TABLE %s (revision %s NOT NULL, direction varchar(16) NOT NULL, statement integer NOT NULL, mark varchar(16) NOT NULL, place %s NOT NULL, %s %s NOT NULL, digest varchar(100) NOT NULL, fingerprint %s, marked_at %s NOT NULL, %s)%s"
                      .formatted(
                          table.quoted(dialect),
                          can.id(255),
                          can.textType(),
                          dialect.quote("sql"),
                          can.textType(),
                          can.textType(),
                          can.instantType(),
                          dialect.primaryKey(
                              table.name() + "_pkc", "revision", "direction", "statement"),
                          can.tableOptions()));
            }
          }
        });
  }

  /** Of every revision, what was begun and is not known to be done; none when there is no table. */
  public static List<StatementMark> inDoubt(Session session, Tables tables) {
    var table = tables.statements();
    return session.query(
        () ->
            session.dialect().exists(session.connection(), table)
                ? select(session, table, "mark = ?", StatementMark.State.RUNNING.name())
                : List.<StatementMark>of());
  }

  /** All marks of this revision by their number. */
  public SortedMap<Integer, StatementMark> all() {
    var all = new TreeMap<Integer, StatementMark>();
    session
        .query(() -> select(session, table, KEY, revision, direction))
        .forEach(mark -> all.put(mark.number(), mark));
    return all;
  }

  private static List<StatementMark> select(
      Session session, TableName table, String where, String... values) throws SQLException {
    var marks = new ArrayList<StatementMark>();
    var sql =
        "SELECT * FROM %s WHERE %s ORDER BY revision, direction, statement"
            .formatted(table.quoted(session.dialect()), where);
    try (var query = session.connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          marks.add(mark(session, rows));
        }
      }
    }
    return marks;
  }

  private static StatementMark mark(Session session, ResultSet rows) throws SQLException {
    return new StatementMark(
        rows.getString("revision"),
        rows.getString("direction"),
        rows.getInt("statement"),
        StatementMark.State.valueOf(rows.getString("mark")),
        rows.getString("place"),
        rows.getString("sql"),
        rows.getString("digest"),
        Optional.ofNullable(rows.getString("fingerprint")).orElse(""),
        session.dialect().instant(rows, "marked_at").orElseThrow());
  }

  /** Marks a statement, with how what it touches is defined. */
  public void set(
      int number,
      StatementMark.State state,
      String place,
      String sql,
      String fingerprint,
      Instant at) {
    var values =
        List.of(
            state.name(),
            place,
            sql.length() > SHOWN ? sql.substring(0, SHOWN) + "…" : sql,
            digest(sql),
            fingerprint,
            session.dialect().parameter(at),
            revision,
            direction,
            number);
    var column = session.dialect().quote("sql");
    // one statement or the other: a mark that is gone for a moment is gone for a runner killed then
    int updated =
        update(
            "UPDATE %s SET mark = ?, place = ?, "
                + column
                + " = ?, digest = ?, fingerprint = ?, marked_at = ? WHERE "
                + KEY
                + " AND statement = ?",
            values.toArray());
    if (updated == 0) {
      update(
          "INSERT INTO %s (mark, place, "
              + column
              + ", digest, fingerprint, marked_at, revision, direction, statement)"
              + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          values.toArray());
    }
  }

  /** Says of a statement that was begun that it is done. */
  public void done(int number, Instant at) {
    update(
        "UPDATE %s SET mark = ?, marked_at = ? WHERE " + KEY + " AND statement = ?",
        StatementMark.State.DONE.name(),
        session.dialect().parameter(at),
        revision,
        direction,
        number);
  }

  /** Takes a statement's mark away: it is known not to have happened. */
  public void clear(int number) {
    update("DELETE FROM %s WHERE " + KEY + " AND statement = ?", revision, direction, number);
  }

  /** Takes all marks of this revision away. */
  public void clearAll() {
    update("DELETE FROM %s WHERE " + KEY, revision, direction);
  }

  private int update(String sql, Object... values) {
    return session.query(
        () -> {
          try (var statement =
              session
                  .connection()
                  .prepareStatement(sql.formatted(table.quoted(session.dialect())))) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
          }
        });
  }

  static String digest(String sql) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
