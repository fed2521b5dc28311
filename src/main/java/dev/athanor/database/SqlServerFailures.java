package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.SQLException;

/** What SQL Server's error numbers mean. */
final class SqlServerFailures {
  private SqlServerFailures() {}

  static Dialect.Fault fault(SQLException failure) {
    return switch (failure.getErrorCode()) {
      // shutting down, killed, failing over, moved
      case 596, 6005, 6006, 10928, 40197, 40501, 40613 -> Dialect.Fault.LOST;
      // deadlock, lock request timed out, changed since the snapshot
      case 1205, 1222, 3960 -> Dialect.Fault.BUSY;
      case 701, 1101, 1105, 9002 -> Dialect.Fault.FULL;
      case 229, 230, 262, 297, 300, 916, 1088, 15151, 15247 -> Dialect.Fault.NO_PRIVILEGE;
      case 2760 -> Dialect.Fault.NO_SCHEMA;
      case 3906, 3908, 978 -> Dialect.Fault.READ_ONLY;
      case 226, 574 -> Dialect.Fault.NOT_IN_TRANSACTION;
      default ->
          String.valueOf(failure.getSQLState()).startsWith("08")
              ? Dialect.Fault.LOST
              : Dialect.Fault.OTHER;
    };
  }

  static AthanorException connect(
      SQLException failure, ConnectionSettings settings, String address) {
    var user = settings.username().orElse("the default user");
    return switch (failure.getErrorCode()) {
      case 18456, 18452 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the database at %s refuses user '%s' (error %d): check the user, the password and whether that login may use this database"
                  .formatted(address, user, failure.getErrorCode()),
              failure);
      case 18486, 18487, 18488 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the login '%s' at %s is locked, or its password has expired (error %d)"
                  .formatted(user, address, failure.getErrorCode()),
              failure);
      case 40615 ->
          new AthanorException(
              Reason.AUTHENTICATION_FAILED,
              "the firewall of the database at %s lets nobody in from this address: add it there"
                  .formatted(address),
              failure);
      case 4060 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database that the URL names cannot be opened at %s: create it, let user '%s' use it, or correct its name (databaseName)"
                  .formatted(address, user),
              failure);
      case 40613, 40197, 40501, 10928 ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "the database at %s is not available right now (error %d)"
                  .formatted(address, failure.getErrorCode()),
              failure);
      default ->
          new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the database at %s (%s): check host, port, network policy and TLS (encrypt, trustServerCertificate)"
                  .formatted(address, ConnectionUrl.cause(failure)),
              failure);
    };
  }
}
