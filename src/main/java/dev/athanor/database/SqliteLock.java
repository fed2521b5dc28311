package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * SQLite's own locks last as long as a transaction. One that lasts as long as the connection comes
 * from a second database beside the first: attached, written once and kept in exclusive locking
 * mode, it is the connection's until that is closed or its process is gone. Nobody who uses the
 * database itself notices.
 *
 * <p>Java must never open that file: closing it would give up the locks that this process has on
 * it, as POSIX has it.
 */
final class SqliteLock {
  private static final int BUSY = 5;
  private static final int CANNOT_OPEN = 14;
  private static final String NAME = "athanor_lock";

  private SqliteLock() {}

  static boolean tryLock(Connection connection) throws SQLException {
    if (held(connection)) {
      return true;
    }
    var file = file(connection);
    // long enough for another that looks, short enough to be asked to stop
    var patience = patience(connection, "100");
    try {
      attach(connection, file);
      // its contents are worth nothing after a power failure, and no commit is to wait for it
      Query.execute(connection, "PRAGMA athanor_lock.synchronous = OFF");
      Query.execute(connection, "BEGIN");
      Query.execute(
          connection, "CREATE TABLE IF NOT EXISTS athanor_lock.athanor_holder (description text)");
      Query.execute(connection, "DELETE FROM athanor_lock.athanor_holder");
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO athanor_lock.athanor_holder"
                  + " VALUES (? || strftime(', since %Y-%m-%dT%H:%M:%SZ', 'now'))")) {
        insert.setString(1, LocalProcess.description());
        insert.executeUpdate();
      }
      // from here on what the commit takes is kept
      Query.execute(connection, "PRAGMA athanor_lock.locking_mode = EXCLUSIVE");
      Query.execute(connection, "COMMIT");
      return true;
    } catch (SQLException e) {
      letGo(connection);
      if (e.getErrorCode() == CANNOT_OPEN) {
        throw new AthanorException(
            Reason.INVALID_CONFIGURATION,
            "the lock file %s cannot be made: let the user write in that folder, as SQLite itself must to keep its journal there"
                .formatted(file),
            e);
      }
      if (e.getErrorCode() != BUSY) {
        throw e;
      }
      return false;
    } finally {
      patience(connection, patience);
    }
  }

  /** Whether this very connection has it. */
  static boolean held(Connection connection) throws SQLException {
    return attached(connection)
        && Query.text(connection, "PRAGMA athanor_lock.locking_mode").equals("exclusive");
  }

  static Optional<LockHolder> holder(Connection connection) throws SQLException {
    if (held(connection)) {
      return Optional.of(described(connection, NAME));
    }
    // asked for while there is patience: what was not attached has SQLite look at the file anew
    var file = file(connection);
    // looking creates nothing
    if (!Files.exists(Path.of(file))) {
      return Optional.empty();
    }
    var patience = patience(connection, "0");
    try {
      attach(connection, file);
      Query.text(connection, "SELECT count(*) FROM athanor_lock.sqlite_master");
      return Optional.empty();
    } catch (SQLException e) {
      if (e.getErrorCode() != BUSY) {
        throw e;
      }
      return Optional.of(peek(connection, file));
    } finally {
      letGo(connection);
      patience(connection, patience);
    }
  }

  /** What the holder has written: read past its lock, and so never relied on. */
  private static LockHolder peek(Connection connection, String file) {
    var uri = Path.of(file).toUri() + "?immutable=1";
    try {
      Query.execute(connection, "ATTACH " + Sqlite.quoted(uri) + " AS athanor_peek");
      return described(connection, "athanor_peek");
    } catch (SQLException unreadable) {
      return new LockHolder("another process");
    } finally {
      detach(connection, "athanor_peek");
    }
  }

  private static LockHolder described(Connection connection, String database) throws SQLException {
    var text = Query.text(connection, "SELECT description FROM " + database + ".athanor_holder");
    return new LockHolder(text.isEmpty() ? "another process" : text);
  }

  private static void attach(Connection connection, String file) throws SQLException {
    if (!attached(connection)) {
      Query.execute(connection, "ATTACH " + Sqlite.quoted(file) + " AS " + NAME);
    }
  }

  private static boolean attached(Connection connection) throws SQLException {
    return !Query.text(
            connection, "SELECT name FROM pragma_database_list WHERE name = '" + NAME + "'")
        .isEmpty();
  }

  private static void letGo(Connection connection) {
    try {
      Query.execute(connection, "ROLLBACK");
    } catch (SQLException noTransaction) {
      // it had not come so far
    }
    detach(connection, NAME);
  }

  private static void detach(Connection connection, String database) {
    try {
      Query.execute(connection, "DETACH " + database);
    } catch (SQLException notAttached) {
      // it had not come so far
    }
  }

  /** Sets how long SQLite waits for a file, in milliseconds, and answers what that was before. */
  private static String patience(Connection connection, String millis) throws SQLException {
    var before = Query.text(connection, "PRAGMA busy_timeout");
    Query.text(connection, "PRAGMA busy_timeout = " + millis);
    return before;
  }

  private static String file(Connection connection) throws SQLException {
    return Sqlite.file(connection) + "-athanor-lock";
  }
}
