package dev.athanor.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * For statements that cannot be undone with their step: a mark before each and one after it, so
 * that the next run knows where an interrupted one stopped. The marks of a revision go with the
 * transaction that completes it.
 */
public final class StatementMarks {
  /** What the mark says. */
  public enum Mark {
    /** Begun, and not known to be done. */
    RUNNING,
    /** Done. */
    DONE
  }

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
    var table = tables.statements();
    session.call(
        () -> {
          if (!dialect.exists(session.connection(), table)) {
            try (var statement = session.connection().createStatement()) {
              statement.execute(
                  "CREATE TABLE %s (revision varchar(255) NOT NULL, direction varchar(16) NOT NULL, statement integer NOT NULL, digest varchar(100) NOT NULL, %s %s NOT NULL, mark varchar(16) NOT NULL, %s)%s"
                      .formatted(
                          table.quoted(dialect),
                          dialect.quote("sql"),
                          dialect.capabilities().textType(),
                          dialect.primaryKey(
                              table.name() + "_pkc", "revision", "direction", "statement"),
                          dialect.capabilities().tableOptions()));
            }
          }
        });
  }

  /** The mark of a statement, if that very text was ever begun under this number. */
  public Optional<Mark> find(int number, String sql) {
    return session.query(
        () -> {
          try (var query =
              session
                  .connection()
                  .prepareStatement(
                      "SELECT mark FROM "
                          + table.quoted(session.dialect())
                          + " WHERE revision = ? AND direction = ? AND statement = ? AND digest = ?")) {
            query.setString(1, revision);
            query.setString(2, direction);
            query.setInt(3, number);
            query.setString(4, digest(sql));
            try (var rows = query.executeQuery()) {
              return rows.next()
                  ? Optional.of(Mark.valueOf(rows.getString(1)))
                  : Optional.<Mark>empty();
            }
          }
        });
  }

  /** Marks a statement. */
  public void set(int number, String sql, Mark mark) {
    clear(number);
    update(
        "INSERT INTO %s (revision, direction, statement, digest, "
            + session.dialect().quote("sql")
            + ", mark) VALUES (?, ?, ?, ?, ?, ?)",
        revision,
        direction,
        number,
        digest(sql),
        sql,
        mark.name());
  }

  /** Takes a statement's mark away: it is known not to have happened. */
  public void clear(int number) {
    update(
        "DELETE FROM %s WHERE revision = ? AND direction = ? AND statement = ?",
        revision, direction, number);
  }

  /** Takes all marks of this revision away. */
  public void clearAll() {
    update("DELETE FROM %s WHERE revision = ? AND direction = ?", revision, direction);
  }

  /** The two statements that settle a doubt by hand: it happened, it did not. */
  public String settle(int number) {
    var where =
        "WHERE revision = '%s' AND direction = '%s' AND statement = %d"
            .formatted(revision.replace("'", "''"), direction, number);
    var name = table.quoted(session.dialect());
    return "if it is done: UPDATE %s SET mark = 'DONE' %s; if it is not: DELETE FROM %s %s;"
        .formatted(name, where, name, where);
  }

  private void update(String sql, Object... values) {
    session.call(
        () -> {
          try (var statement =
              session
                  .connection()
                  .prepareStatement(sql.formatted(table.quoted(session.dialect())))) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
          }
        });
  }

  private static String digest(String sql) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(sql.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
