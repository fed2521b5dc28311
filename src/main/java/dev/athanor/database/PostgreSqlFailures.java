package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.SQLException;
import java.util.Locale;

/** What PostgreSQL's ways to refuse a connection mean. */
final class PostgreSqlFailures {
  private PostgreSqlFailures() {}

  static AthanorException connect(
      SQLException failure, ConnectionSettings settings, String address) {
    var state = String.valueOf(failure.getSQLState());
    var user = settings.username().orElse("the default user");
    var database = database(settings.url());
    if (state.startsWith("28") || needsPassword(failure)) {
      return new AthanorException(
          Reason.AUTHENTICATION_FAILED,
          "the database at %s refuses user '%s' for database '%s' (SQLSTATE %s): check the user,"
                  .formatted(address, user, database, state)
              + " the password and the server's pg_hba.conf",
          failure);
    }
    return switch (state) {
      case "3D000" ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "there is no database '%s' at %s yet: create it, or correct its name"
                  .formatted(database, address),
              failure);
      case "42501" ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "user '%s' may not connect to database '%s' at %s: GRANT CONNECT ON DATABASE"
                  .formatted(user, database, address),
              failure);
      case "53300" ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at " + address + " has no connection left (too many clients)",
              failure);
      case "57P03" ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at " + address + " is starting up or shutting down",
              failure);
      default ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the database at %s (%s): check host, port, network policy and TLS"
                  .formatted(address, cause(failure)),
              failure);
    };
  }

  /** The driver itself misses the password and says 08004. */
  private static boolean needsPassword(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains("no password was provided");
  }

  private static String database(String url) {
    var afterHost = url.substring(Math.max(0, url.indexOf("://") + 3)).split("[?]", 2)[0];
    int slash = afterHost.indexOf('/');
    return slash < 0 ? "" : ConnectionUrl.percentDecode(afterHost.substring(slash + 1));
  }

  /** The innermost cause's kind: its text may quote settings, its class may not. */
  private static String cause(SQLException failure) {
    Throwable cause = failure;
    for (var next = cause.getCause(); next != null; next = cause.getCause()) {
      cause = next;
    }
    var words =
        cause
            .getClass()
            .getSimpleName()
            .replaceAll("Exception$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    return cause instanceof SQLException
        ? "SQLSTATE " + failure.getSQLState()
        : words.equals("connect") ? "connection refused" : words;
  }
}
