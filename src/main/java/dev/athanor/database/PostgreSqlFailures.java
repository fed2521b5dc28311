package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.SQLException;

/** What PostgreSQL's ways to refuse a connection mean. */
final class PostgreSqlFailures {
  private PostgreSqlFailures() {}

  static AthanorException connect(
      SQLException failure, ConnectionSettings settings, String address) {
    var state = String.valueOf(failure.getSQLState());
    var user = settings.username().orElse("the default user");
    var database = ConnectionUrl.database(settings.url());
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
                  .formatted(address, ConnectionUrl.cause(failure)),
              failure);
    };
  }

  /** The driver itself misses the password and says 08004. */
  private static boolean needsPassword(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains("no password was provided");
  }
}
