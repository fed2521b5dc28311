package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.SQLException;

/** What Oracle's error numbers mean. */
final class OracleFailures {
  private OracleFailures() {}

  static Dialect.Fault fault(SQLException failure) {
    return switch (failure.getErrorCode()) {
      // killed, not logged on, shutting down, end of file, lost contact, idle, closed, broken
      case 28, 1012, 1089, 1090, 3113, 3114, 3135, 2396, 17002, 17008, 17410, 17447 ->
          Dialect.Fault.LOST;
      // busy with NOWAIT or a timeout, deadlock, cannot serialise, DDL lock
      case 54, 60, 8177, 4021, 30006 -> Dialect.Fault.BUSY;
      case 257, 1652, 1653, 1654, 4030, 4031 -> Dialect.Fault.FULL;
      case 990, 1031, 1950, 41900 -> Dialect.Fault.NO_PRIVILEGE;
      case 1435, 1918 -> Dialect.Fault.NO_SCHEMA;
      case 1456, 16000 -> Dialect.Fault.READ_ONLY;
      default ->
          String.valueOf(failure.getSQLState()).startsWith("08")
              ? Dialect.Fault.LOST
              : withoutLock(failure) ? Dialect.Fault.NO_PRIVILEGE : Dialect.Fault.OTHER;
    };
  }

  static String said(SQLException failure) {
    var said = String.valueOf(failure.getMessage()).replaceAll("\\s+", " ").strip();
    return withoutLock(failure)
        ? "this user may not EXECUTE ON SYS.DBMS_LOCK, which the lock that keeps two runners apart needs (PLS-00201)"
        : said;
  }

  /** A package that one may not execute is one that is not there. */
  private static boolean withoutLock(SQLException failure) {
    var said = String.valueOf(failure.getMessage());
    return failure.getErrorCode() == 6550
        && said.contains("PLS-00201")
        && said.contains("DBMS_LOCK");
  }

  static AthanorException connect(
      SQLException failure, ConnectionSettings settings, String address) {
    var user = settings.username().orElse("the default user");
    return switch (failure.getErrorCode()) {
      case 1017, 1005 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the database at %s refuses user '%s' (ORA-%05d): check the user and the password"
                  .formatted(address, user, failure.getErrorCode()),
              failure);
      case 28000, 28001 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the account '%s' at %s is locked, or its password has expired (ORA-%05d)"
                  .formatted(user, address, failure.getErrorCode()),
              failure);
      case 1045 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "user '%s' may not connect at %s: GRANT CREATE SESSION".formatted(user, address),
              failure);
      case 12505, 12514 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the listener at %s knows no such service or SID (ORA-%05d): correct its name, or wait for the database to register"
                  .formatted(address, failure.getErrorCode()),
              failure);
      case 1033, 1034, 1109, 12528 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at %s is not open: it is starting up, shutting down or down"
                  .formatted(address),
              failure);
      case 18, 20, 12516, 12519, 12520 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at " + address + " has no connection left (too many sessions)",
              failure);
      default ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the database at %s (%s): check host, port, service and network policy"
                  .formatted(address, ConnectionUrl.cause(failure)),
              failure);
    };
  }
}
