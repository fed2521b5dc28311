package dev.athanor.database;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one database product does its own way. Another product is one more class here and one more
 * case in {@link #of}.
 */
public sealed interface Dialect permits PostgreSql, MariaDb, SqlServer, Oracle, Sqlite, H2 {

  /** What {@link #named} knows. */
  List<String> NAMES =
      List.of("postgresql", "mariadb", "mysql", "sqlserver", "oracle", "sqlite", "h2");

  /** The dialect for a JDBC URL. */
  static Dialect of(String jdbcUrl) {
    return named(ConnectionUrl.scheme(jdbcUrl));
  }

  /** The dialect called as in a JDBC URL: {@code postgresql}, {@code mariadb}, … */
  static Dialect named(String id) {
    return switch (id) {
      case "postgresql" -> new PostgreSql();
      case "mariadb" -> new MariaDb(id, Capabilities.MARIADB);
      case "mysql" -> new MariaDb(id, Capabilities.MYSQL);
      case "sqlserver", "mssql" -> new SqlServer();
      case "oracle" -> new Oracle();
      case "sqlite" -> new Sqlite();
      case "h2" -> new H2();
      case "cockroachdb", "cockroach" -> throw CockroachDb.refusal();
      default ->
          throw new AthanorException(
              Reason.UNSUPPORTED_DATABASE,
              "'%s' is not a database that Athanor supports: it supports %s"
                  .formatted(id, String.join(", ", NAMES)));
    };
  }

  /** The product's name in a JDBC URL. */
  String id();

  /** What Liquibase calls it. */
  default String liquibaseName() {
    return id();
  }

  /** What the product can and how it calls that. */
  Capabilities capabilities();

  /** Whether a step's DDL commits and rolls back with everything else. */
  default boolean transactionalDdl() {
    return capabilities().transactionalDdl();
  }

  /** The SQL that files are written in where no database is asked. */
  SqlSyntax syntax();

  /** The same as this session is set. */
  default SqlSyntax syntax(Connection connection) throws SQLException {
    return syntax();
  }

  /** What a statement is like to whoever has to go on after it. */
  Traits traits(SqlSyntax syntax, String sql);

  /** A statement as the server wants it, which may be more than what stands between two ends. */
  default String runnable(String sql) {
    return sql;
  }

  /** The name as SQL has it, whatever its characters. */
  default String quote(String name) {
    return capabilities().quoted(name);
  }

  /** The text as an SQL literal, whatever its characters. */
  String literal(String text);

  /** The JDBC URL by which the driver that we ship knows its own. */
  default String driverUrl(String jdbcUrl) {
    return jdbcUrl;
  }

  /** What the driver is told besides the settings' own properties, which win. */
  Map<String, String> driverProperties(ConnectionSettings settings);

  /** Host and port of a URL, for messages. */
  String address(String jdbcUrl);

  /**
   * Makes the session what every step may rely on: its name, its limits, its search path; whatever
   * an earlier step has set is gone. Outside a transaction only.
   */
  void configure(Connection connection, ConnectionSettings settings, String purpose)
      throws SQLException;

  /**
   * Makes what follows in this transaction ours after a revision may have taken another role.
   *
   * @return what gives the revision its role back, if the transaction's end does not
   */
  Optional<String> ownRole(Connection connection) throws SQLException;

  /**
   * Lets a statement wait for tables as long as it must, if it blocks nobody meanwhile.
   *
   * @return what sets the limit again as it was, if it was changed
   */
  default Optional<String> waitForTables(Connection connection, String sql) throws SQLException {
    // elsewhere than on PostgreSQL whoever waits for a table blocks all who come after it
    return Optional.empty();
  }

  /** What answers. */
  DatabaseInfo describe(Connection connection) throws SQLException;

  /** The version table that the settings mean: the one there is, else where it will be. */
  TableName locate(Connection connection, ConnectionSettings settings) throws SQLException;

  /** The width of a text column; empty when there is no such table. */
  Optional<Integer> columnWidth(Connection connection, TableName table, String column)
      throws SQLException;

  /** Whether there is such a table. */
  boolean exists(Connection connection, TableName table) throws SQLException;

  /**
   * What a schema holds, in an order in which it can be dropped, if with what depends on it.
   * Whatever belongs to an extension stays with that.
   *
   * @param schema the schema's plain name; empty for the one that statements without one mean
   */
  SchemaContents contents(Connection connection, String schema) throws SQLException;

  /**
   * The tables of a schema, foreign ones with them; none of an extension or of the product itself.
   *
   * @param schema as for {@link #contents}
   */
  default List<String> tables(Connection connection, String schema) throws SQLException {
    return contents(connection, schema).objects().stream()
        .filter(object -> Set.of("table", "foreign table").contains(object.kind()))
        .map(SchemaObject::name)
        .toList();
  }

  /**
   * What there is outside a schema, in words: to see that dropping in it took nothing there. Where
   * that cannot be undone, what refers into the schema and would be left without.
   */
  Set<String> outside(Connection connection, String schema) throws SQLException;

  /** Lets what follows drop a table before those that refer to it, where DROP has no CASCADE. */
  default void dropInAnyOrder(Connection connection) throws SQLException {}

  /** The statement that makes a text column of a primary key that wide. */
  String widen(TableName table, String column, int width);

  /** A point in time as the driver is to be given it, for a column of the type for that. */
  Object parameter(Instant instant);

  /** A point in time out of such a column; empty for NULL. */
  Optional<Instant> instant(ResultSet rows, String column) throws SQLException;

  /** The primary key's clause of a table's DDL. */
  String primaryKey(String constraint, String... columns);

  /** An SQL expression: who is asking, from where. */
  String whoExpression();

  /**
   * Throws when the session lock would not hold on such a connection, as behind a pooler that hands
   * each transaction to another session.
   */
  void checkSession(Connection connection, ConnectionSettings settings) throws SQLException;

  /**
   * Throws when the server is known to take no writes, before anything is tried.
   *
   * @throws AthanorException DatabaseReadOnly
   */
  default void checkWritable(Connection connection, ConnectionSettings settings)
      throws SQLException {}

  /**
   * Has the server end the statement that runs on a connection; for another thread than that one.
   */
  default void cancel(Connection connection) throws SQLException {
    connection.abort(Runnable::run);
  }

  /** Takes the session lock if nobody else has it. */
  boolean tryLock(Connection connection, long key) throws SQLException;

  /** Whether this very session has the lock. */
  boolean holdsLock(Connection connection, long key) throws SQLException;

  /** Who has the lock. */
  Optional<LockHolder> lockHolder(Connection connection, long key) throws SQLException;

  /** What a failure to connect means, in words that hold no secret. */
  AthanorException connectFailure(SQLException failure, ConnectionSettings settings);

  /** What kind of failure of a statement this is. */
  Fault fault(SQLException failure);

  /** What the server said, in one line, without what its driver puts before it. */
  String said(SQLException failure);

  /** Whether a statement with these names in it is undone when its transaction is. */
  default boolean atomic(Connection connection, Set<String> names) throws SQLException {
    return true;
  }

  /** How all is defined that a statement with these names may touch, to be compared later. */
  default String fingerprint(Connection connection, Set<String> names) throws SQLException {
    return "";
  }

  /**
   * Before a statement that an earlier run began and that may or may not be done is run again:
   * looks, and clears away what a broken-off try left.
   *
   * @param before the {@linkplain #fingerprint fingerprint} from before it began
   */
  Traces traces(Connection connection, String sql, Traits traits, String before)
      throws SQLException;

  /** Takes back what statements have {@linkplain Traits#gives() left} in the session. */
  default void forget(Connection connection, Set<String> gives) throws SQLException {}

  /** What kind of failure a statement ends in. */
  enum Fault {
    /** The connection is gone. */
    LOST,
    /** The same transaction may well succeed if tried again: a lock not had, a deadlock. */
    BUSY,
    /** The server has no disk or memory left for it. */
    FULL,
    /** The database user may not do that. */
    NO_PRIVILEGE,
    /** The schema that was named is not there. */
    NO_SCHEMA,
    /** There is no such table. */
    NO_TABLE,
    /** The server takes no writes. */
    READ_ONLY,
    /** The statement cannot run within a transaction. */
    NOT_IN_TRANSACTION,
    /** Anything else: the statement itself is wrong, or the data. */
    OTHER
  }

  /** What is seen of a statement that was begun. */
  enum Traces {
    /** Its effect is there. */
    DONE,
    /** Nothing is there, or nothing is left: it can run. */
    NOTHING,
    /** Cannot be told. */
    UNKNOWN
  }
}
