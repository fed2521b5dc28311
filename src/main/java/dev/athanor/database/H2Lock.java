package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * H2 has no lock that lasts as long as a session, but knows its sessions. So the lock is a row with
 * the number and the start of the session that has it, and counts only while there is such a
 * session: with the session it is gone, whatever the row says.
 */
final class H2Lock {
  private static final String TABLE = "PUBLIC.ATHANOR_LOCK";
  private static final int DUPLICATE_KEY = 23505;

  private static final String ITS_SESSION =
      " INFORMATION_SCHEMA.SESSIONS S ON S.SESSION_ID = L.SESSION_ID"
          + " AND S.SESSION_START = L.SESSION_START ";

  private H2Lock() {}

  static boolean tryLock(Connection connection, long key) throws SQLException {
    requireAdmin(connection);
    ensure(connection, key);
    // two at once: the second waits for the row, and then looks again
    try (var update =
        connection.prepareStatement(
            "UPDATE "
                + TABLE
                + " L SET (SESSION_ID, SESSION_START) = (SELECT SESSION_ID, SESSION_START FROM"
                + " INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID())"
                + " WHERE LOCK_KEY = ? AND NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS S"
                + " WHERE S.SESSION_ID = L.SESSION_ID AND S.SESSION_START = L.SESSION_START)")) {
      update.setLong(1, key);
      update.executeUpdate();
    }
    return held(connection, key);
  }

  private static void ensure(Connection connection, long key) throws SQLException {
    Query.execute(
        connection,
        "CREATE TABLE IF NOT EXISTS "
            + TABLE
            + " (LOCK_KEY bigint PRIMARY KEY, SESSION_ID integer,"
            + " SESSION_START timestamp(9) with time zone)");
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO "
                + TABLE
                + " (LOCK_KEY) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM "
                + TABLE
                + " WHERE LOCK_KEY = ?)")) {
      insert.setLong(1, key);
      insert.setLong(2, key);
      insert.executeUpdate();
    } catch (SQLException e) {
      if (e.getErrorCode() != DUPLICATE_KEY) {
        throw e;
      }
    }
  }

  /** Everybody else sees no session but their own, and would take the lock from its holder. */
  private static void requireAdmin(Connection connection) throws SQLException {
    var admin =
        Query.text(
            connection,
            "SELECT IS_ADMIN FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME = CURRENT_USER");
    if (!admin.equals("TRUE")) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "the lock looks at the sessions of the database, which H2 shows to an administrator only: ALTER USER … ADMIN TRUE, or connect as one");
    }
  }

  static boolean held(Connection connection, long key) throws SQLException {
    return there(connection)
        && Query.yes(
            connection,
            "SELECT 1 FROM "
                + TABLE
                + " L JOIN"
                + ITS_SESSION
                + "WHERE LOCK_KEY = ? AND S.SESSION_ID = SESSION_ID()",
            key);
  }

  static Optional<LockHolder> holder(Connection connection, long key) throws SQLException {
    if (!there(connection)) {
      return Optional.empty();
    }
    var text =
        Query.text(
            connection,
            "SELECT 'session ' || S.SESSION_ID || ', ' || S.USER_NAME"
                + " || COALESCE(' from ' || S.CLIENT_ADDR, '') || ', connected since '"
                + " || FORMATDATETIME(S.SESSION_START, 'yyyy-MM-dd''T''HH:mm:ssX')"
                + " || COALESCE(', ' || LOWER(S.SESSION_STATE), '') FROM "
                + TABLE
                + " L JOIN"
                + ITS_SESSION
                + "WHERE LOCK_KEY = ?",
            key);
    return text.isEmpty() ? Optional.empty() : Optional.of(new LockHolder(text));
  }

  private static boolean there(Connection connection) throws SQLException {
    return Query.tableExists(connection, "PUBLIC", "ATHANOR_LOCK");
  }
}
