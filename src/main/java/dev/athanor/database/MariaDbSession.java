package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a session on MariaDB or MySQL is set to, and whether it is one. */
final class MariaDbSession {
  /** Says that all runners reach one and the same node of a cluster. */
  static final String ONE_NODE = "athanor.galera";

  private MariaDbSession() {}

  static void configure(Connection connection, ConnectionSettings settings) throws SQLException {
    boolean mariadb = mariadb(connection);
    var sql = new ArrayList<String>();
    sql.add("autocommit = 1");
    sql.add("foreign_key_checks = 1");
    sql.add("unique_checks = 1");
    sql.add("sql_mode = DEFAULT");
    sql.add("time_zone = DEFAULT");
    // a runner that waits for the lock, or for its next statement, is not idle
    sql.add("wait_timeout = 31536000");
    sql.add("lock_wait_timeout = " + MariaDb.seconds(settings.tableLockTimeout()));
    sql.add("innodb_lock_wait_timeout = " + MariaDb.seconds(settings.tableLockTimeout()));
    var millis = settings.statementTimeout().toMillis();
    sql.add(
        mariadb
            ? "max_statement_time = " + millis / 1000.0
            // counts for SELECT only: MySQL has no limit for others
            : "max_execution_time = " + millis);
    var database = settings.schema().orElseGet(() -> ConnectionUrl.database(settings.url()));
    if (!database.isEmpty()) {
      MariaDbCatalogue.execute(connection, "USE " + Capabilities.MARIADB.quoted(database));
    }
    ownRole(connection);
    MariaDbCatalogue.execute(connection, "SET SESSION " + String.join(", SESSION ", sql));
    var given = settings.properties().getOrDefault("sessionVariables", "");
    if (!given.isEmpty()) {
      MariaDbCatalogue.execute(connection, "SET " + given);
    }
  }

  /**
   * Back to the role that the user has by default, if a revision has taken another; answers what
   * takes that one again.
   */
  static Optional<String> ownRole(Connection connection) throws SQLException {
    var now = MariaDbCatalogue.text(connection, "SELECT CURRENT_ROLE()");
    if (!mariadb(connection)) {
      MariaDbCatalogue.execute(connection, "SET ROLE DEFAULT");
      return Optional.of("SET ROLE " + now);
    }
    var own =
        MariaDbCatalogue.text(
            connection,
            "SELECT role_name FROM information_schema.applicable_roles WHERE is_default = 'YES'");
    if (own.equals(now)) {
      return Optional.empty();
    }
    MariaDbCatalogue.execute(connection, take(own));
    return Optional.of(take(now));
  }

  private static String take(String role) {
    return "SET ROLE " + (role.isEmpty() ? "NONE" : Capabilities.MARIADB.quoted(role));
  }

  /** What a revision has set or made for itself is not for the next one. */
  static void forget(Connection connection, Set<String> gives) throws SQLException {
    for (var name : gives) {
      if (name.startsWith("@@")) {
        var variable = name.replaceFirst("^@@((session|local)\\.)?", "");
        MariaDbCatalogue.execute(
            connection, "SET SESSION " + Capabilities.MARIADB.quoted(variable) + " = DEFAULT");
      } else if (!name.startsWith("@") && !name.endsWith(")")) {
        MariaDbCatalogue.execute(
            connection, "DROP TEMPORARY TABLE IF EXISTS " + Capabilities.MARIADB.quoted(name));
      }
    }
  }

  static boolean mariadb(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
  }

  static void check(Connection connection, ConnectionSettings settings, String address)
      throws SQLException {
    long told = connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
    // proxies answer a plain SELECT CONNECTION_ID() themselves
    var real =
        MariaDbCatalogue.text(
            connection,
            "SELECT max(id) FROM information_schema.processlist WHERE id = CONNECTION_ID()");
    if (!real.equals(Long.toString(told))
        && !"session".equals(settings.properties().get(PostgreSql.SESSION_POOLER))) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "a proxy such as ProxySQL or MaxScale answers at "
              + address
              + ": the lock belongs to one session and a proxy that shares sessions among its"
              + " clients would lose it. Connect to the database itself, or, if the proxy keeps one"
              + " session for each client, say so with the property "
              + PostgreSql.SESSION_POOLER
              + "=session");
    }
    if (List.of("ON", "1").contains(MariaDbCatalogue.variable(connection, "read_only"))) {
      // a user with enough rights could write to a replica all the same
      throw new AthanorException(
          Reason.DATABASE_READ_ONLY,
          "the database at %s (server %s) takes no writes (read_only is on): wait while a failover is under way, else connect to the primary"
              .formatted(address, MariaDbCatalogue.variable(connection, "hostname")));
    }
    if (cluster(connection) && !"one-node".equals(settings.properties().get(ONE_NODE))) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "a Galera cluster answers at "
              + address
              + ": the lock (GET_LOCK) is known to one node only, so that two runners on two nodes"
              + " would not see each other. Connect to one node, the same for every runner, and say"
              + " so with the property "
              + ONE_NODE
              + "=one-node");
    }
  }

  private static boolean cluster(Connection connection) throws SQLException {
    return List.of("ON", "1").contains(MariaDbCatalogue.variable(connection, "wsrep_on"));
  }
}
