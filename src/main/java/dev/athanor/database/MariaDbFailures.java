package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.SQLException;

/** What MariaDB's and MySQL's error numbers mean. */
final class MariaDbFailures {
  private static final String WRONG_HOST = "SSL hostname verification failed :";

  private MariaDbFailures() {}

  static Dialect.Fault fault(SQLException failure) {
    var state = String.valueOf(failure.getSQLState());
    return switch (failure.getErrorCode()) {
      // shutting down, killed, gone away, lost, idle for too long
      case 1053, 1927, 2006, 2013, 4031 -> Dialect.Fault.LOST;
      // lock wait, deadlock, NOWAIT, changed since the snapshot, a cluster's conflict
      case 1205, 1213, 3572, 1020, 1047 -> Dialect.Fault.BUSY;
      case 1021, 1037, 1038, 1041, 1114 -> Dialect.Fault.FULL;
      case 1044, 1142, 1143, 1227, 1370, 1419 -> Dialect.Fault.NO_PRIVILEGE;
      case 1049 -> Dialect.Fault.NO_SCHEMA;
      case 1146 -> Dialect.Fault.NO_TABLE;
      case 1792, 1836 -> Dialect.Fault.READ_ONLY;
      // the server runs with some option that forbids this; only one of them is ours to explain
      case 1290 ->
          String.valueOf(failure.getMessage()).contains("read-only")
              ? Dialect.Fault.READ_ONLY
              : Dialect.Fault.OTHER;
      default -> state.startsWith("08") ? Dialect.Fault.LOST : Dialect.Fault.OTHER;
    };
  }

  static String said(SQLException failure) {
    return String.valueOf(failure.getMessage())
        .replaceFirst("^\\(conn[=:]-?\\d+\\) ", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  static AthanorException connect(
      SQLException failure, ConnectionSettings settings, String address) {
    var user = settings.username().orElse("the default user");
    var database = settings.schema().orElseGet(() -> ConnectionUrl.database(settings.url()));
    var words = String.valueOf(failure.getMessage());
    if (words.contains(WRONG_HOST)) {
      return new AthanorException(
          Reason.TLS_FAILED,
          "the certificate of the database at %s %s: connect by a name that it has, have it issued for this one, or check its authority only (TLS mode verify-ca)"
              .formatted(
                  address,
                  words
                      .substring(words.indexOf(WRONG_HOST) + WRONG_HOST.length())
                      .lines()
                      .findFirst()
                      .orElse("")
                      .strip()),
          failure);
    }
    if (words.contains("ssl not enabled in the server")) {
      return TlsFailures.notOffered(failure, settings, address);
    }
    return switch (failure.getErrorCode()) {
      case 1045, 1251, 1698, 2059 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the database at %s refuses user '%s' (error %d): check the user, the password, from where that user may connect, and whether it must come with TLS or a client certificate"
                      .formatted(address, user, failure.getErrorCode())
                  + settings.password().map(Secret::suspicion).orElse(""),
              failure);
      case 1044 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "user '%s' may not use database '%s' at %s: GRANT it"
                  .formatted(user, database, address),
              failure);
      case 1130 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the database at %s lets nobody in from this host: grant user '%s' access from it"
                  .formatted(address, user),
              failure);
      case 1049 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "there is no database '%s' at %s yet: create it, or correct its name"
                  .formatted(database, address),
              failure);
      case 1040, 1203, 1226 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at " + address + " has no connection left (too many clients)",
              failure);
      case 1129 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at %s has blocked this host after too many failed connections: FLUSH HOSTS"
                  .formatted(address),
              failure);
      default ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the database at %s (%s): check host, port, network policy and TLS"
                  .formatted(address, ConnectionUrl.cause(failure)),
              failure);
    };
  }
}
