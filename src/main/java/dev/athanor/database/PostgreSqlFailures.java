package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;

/** What PostgreSQL's ways to refuse a connection mean. */
final class PostgreSqlFailures {
  private static final Pattern STARTUP_PARAMETER =
      Pattern.compile("unsupported startup parameter(?: in options)?: (\\w+)");

  private PostgreSqlFailures() {}

  static AthanorException connect(
      SQLException failure, ConnectionSettings settings, String address) {
    var state = String.valueOf(failure.getSQLState());
    var user = settings.username().orElse("the default user");
    var database = ConnectionUrl.database(settings.url());
    if (driverSays(failure, "The server does not support SSL.")) {
      return TlsFailures.notOffered(failure, settings, address);
    }
    if (driverSays(
        failure, "Could not find a server with specified targetServerType: {0}", "primary")) {
      return new AthanorException(
          Reason.DATABASE_READ_ONLY,
          "none of the servers at %s takes writes: wait while a failover is under way, else name the primary"
              .formatted(address),
          failure);
    }
    if (state.startsWith("28") || needsPassword(failure)) {
      return new AthanorException(
          Reason.AUTHENTICATION_FAILED,
          "the database at %s refuses user '%s' for database '%s' (SQLSTATE %s%s): check the user,"
                  .formatted(address, user, database, state, serverSays(failure))
              + " the password and the server's pg_hba.conf"
              + settings.password().map(Secret::suspicion).orElse("")
              + settings
                  .tls()
                  .certificate()
                  .map(
                      file ->
                          "; the client certificate in "
                              + file
                              + " counts only if it is signed by an authority that the server trusts")
                  .orElse(""),
          failure);
    }
    if (startupParameter(failure).isPresent()) {
      return new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "a connection pooler such as PgBouncer answers at %s and does not take '%s' from a client: connect to the database itself, take the property away, or name it in the pooler's ignore_startup_parameters"
              .formatted(address, startupParameter(failure).get()),
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

  /** The one that a pooler refuses; its value, which may be anybody's, stays out. */
  private static Optional<String> startupParameter(SQLException failure) {
    var refused = STARTUP_PARAMETER.matcher(String.valueOf(failure.getMessage()));
    return refused.find() ? Optional.of(refused.group(1)) : Optional.empty();
  }

  /** The driver speaks the language of the process; it is asked for its own words. */
  private static boolean driverSays(SQLException failure, String text, Object... arguments) {
    return GT.tr(text, arguments).equals(failure.getMessage());
  }

  /** The server's words name address, user and what is missing: encryption, a certificate. */
  private static String serverSays(SQLException failure) {
    return failure instanceof PSQLException known && known.getServerErrorMessage() != null
        ? ", it says: " + known.getServerErrorMessage().getMessage()
        : "";
  }

  /** The driver itself misses the password and says 08004. */
  private static boolean needsPassword(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains("no password was provided");
  }
}
