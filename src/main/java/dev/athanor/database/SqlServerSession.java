package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What a session on SQL Server is set to, and the lock that is its own. */
final class SqlServerSession {
  /** What indexes on views and computed columns ask for, and what the driver itself begins with. */
  private static final List<String> OPTIONS =
      List.of(
          "QUOTED_IDENTIFIER ON",
          "ANSI_NULLS ON",
          "ANSI_PADDING ON",
          "ANSI_WARNINGS ON",
          "ARITHABORT ON",
          "CONCAT_NULL_YIELDS_NULL ON",
          "NUMERIC_ROUNDABORT OFF",
          "NOEXEC OFF",
          "ROWCOUNT 0",
          // whatever goes wrong ends the whole transaction, also what SQL Server would carry on
          // after
          "XACT_ABORT ON",
          "TRANSACTION ISOLATION LEVEL READ COMMITTED");

  private SqlServerSession() {}

  static void configure(Connection connection, ConnectionSettings settings) throws SQLException {
    ownRole(connection);
    var patience = settings.tableLockTimeout();
    try (var statement = connection.createStatement()) {
      for (var option : OPTIONS) {
        statement.execute("SET " + option);
      }
      statement.execute("SET LOCK_TIMEOUT " + (patience.isZero() ? -1 : patience.toMillis()));
    }
    var own = Query.text(connection, "SELECT SCHEMA_NAME()");
    if (settings.schema().isPresent() && !settings.schema().get().equalsIgnoreCase(own)) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "statements without a schema mean '%s', the default schema of this user, and a session of SQL Server cannot change that to '%s' (--schema, spec.database.schema): ALTER USER … WITH DEFAULT_SCHEMA = %s, or leave it away; the version table's schema may be another"
              .formatted(own, settings.schema().get(), settings.schema().get()));
    }
  }

  /** Back to who logged in, if a revision has taken another's place. */
  static void ownRole(Connection connection) throws SQLException {
    // does nothing where there is nothing to take back
    Query.execute(connection, "REVERT");
  }

  static boolean tryLock(Connection connection, String lock) throws SQLException {
    var answer =
        Query.text(
            connection,
            "DECLARE @had int; EXEC @had = sp_getapplock @Resource = N'"
                + lock
                + "', @LockMode = 'Exclusive', @LockOwner = 'Session', @LockTimeout = 0,"
                + " @DbPrincipal = 'public'; SELECT @had");
    // 0 and 1 are had, -1 is not; what is less is an error of ours
    if (!List.of("0", "1", "-1").contains(answer)) {
      throw new SQLException("sp_getapplock answers " + answer, "HY000");
    }
    return !answer.equals("-1");
  }

  static boolean holdsLock(Connection connection, String lock) throws SQLException {
    return Query.text(connection, "SELECT APPLOCK_MODE('public', N'" + lock + "', 'Session')")
        .equals("Exclusive");
  }

  /** Who has it; what a user without VIEW SERVER STATE may not see is left out. */
  static Optional<LockHolder> lockHolder(Connection connection, String lock) throws SQLException {
    var free =
        Query.yes(
            connection, "SELECT APPLOCK_TEST('public', N'" + lock + "', 'Exclusive', 'Session')");
    return free ? Optional.empty() : Optional.of(new LockHolder(described(connection, lock)));
  }

  private static String described(Connection connection, String lock) {
    try {
      var text =
          Query.text(
              connection,
              "SELECT CONCAT('session ', s.session_id, ', ', s.login_name, ' from ', s.host_name,"
                  + " ', ', s.program_name, ', connected since ',"
                  + " CONVERT(varchar(19), s.login_time, 126), ', ', s.status)"
                  + " FROM sys.dm_tran_locks l JOIN sys.dm_exec_sessions s"
                  + " ON s.session_id = l.request_session_id"
                  + " WHERE l.resource_type = 'APPLICATION' AND l.request_status = 'GRANT'"
                  + " AND l.resource_database_id = DB_ID()"
                  + " AND l.resource_description LIKE '%"
                  + lock
                  + "%'");
      return text.isEmpty() ? "another session" : text;
    } catch (SQLException notPermitted) {
      return "another session (VIEW SERVER STATE would show which)";
    }
  }
}
