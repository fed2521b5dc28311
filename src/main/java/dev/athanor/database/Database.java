package dev.athanor.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A database that can be talked to. HikariCP hands out the connections, with bounded waits; closing
 * this closes them all.
 */
public final class Database implements AutoCloseable {
  private final ConnectionSettings settings;
  private final Dialect dialect;
  private final HikariDataSource pool;

  private Database(ConnectionSettings settings, Dialect dialect, HikariDataSource pool) {
    this.settings = settings;
    this.dialect = dialect;
    this.pool = pool;
  }

  /**
   * Connects, once and without retries: trying again is for the caller, who knows how often.
   *
   * @throws AthanorException DatabaseUnreachable, AuthenticationFailed, UnsupportedDatabase
   */
  public static Database open(ConnectionSettings settings) {
    if (settings.url().isEmpty()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "no database is named: give --url or --database-dir (spec.database)");
    }
    var dialect = Dialect.of(settings.url());
    try {
      return new Database(settings, dialect, new HikariDataSource(config(settings, dialect)));
    } catch (HikariPool.PoolInitializationException e) {
      throw e.getCause() instanceof SQLException failure
          ? dialect.connectFailure(failure, settings)
          : new AthanorException(
              Reason.DATABASE_UNREACHABLE,
              "no connection to the database at " + dialect.address(settings.url()),
              e);
    }
  }

  private static HikariConfig config(ConnectionSettings settings, Dialect dialect) {
    var config = new HikariConfig();
    config.setPoolName("athanor");
    config.setJdbcUrl(dialect.driverUrl(settings.url()));
    var properties = new Properties();
    properties.putAll(dialect.driverProperties(settings));
    properties.putAll(settings.properties());
    properties.keySet().removeIf(name -> name.toString().startsWith("athanor."));
    config.setDataSourceProperties(properties);
    settings.username().ifPresent(config::setUsername);
    settings.password().ifPresent(password -> config.setPassword(password.value()));
    // one runs the operation, one can look at it meanwhile
    config.setMaximumPoolSize(2);
    config.setMinimumIdle(0);
    var millis = Math.max(1_000, settings.connectTimeout().toMillis());
    config.setConnectionTimeout(millis);
    config.setValidationTimeout(Math.min(5_000, millis));
    // one try, here and now; more would lock an account out for a wrong password
    config.setInitializationFailTimeout(1);
    config.setAutoCommit(true);
    config.setRegisterMbeans(false);
    return config;
  }

  /** What this was opened with. */
  public ConnectionSettings settings() {
    return settings;
  }

  /** The product's ways. */
  public Dialect dialect() {
    return dialect;
  }

  /**
   * A connection for one operation, in auto-commit.
   *
   * @param purpose what it is for: the server shows it to whoever looks at its sessions
   */
  public Session session(String purpose) {
    Connection connection;
    try {
      connection = pool.getConnection();
    } catch (SQLException e) {
      var cause = e.getCause() instanceof SQLException inner ? inner : e;
      throw dialect.connectFailure(cause, settings);
    }
    var session = new Session(this, connection, purpose);
    try {
      session.reset();
      return session;
    } catch (AthanorException e) {
      session.discard();
      session.close();
      throw e;
    }
  }

  /** Product, version and identity. */
  public DatabaseInfo info() {
    try (var session = session("info")) {
      return session.info();
    }
  }

  void evict(Connection connection) {
    pool.evictConnection(connection);
  }

  /** Closes every connection; what is locked is free again. */
  @Override
  public void close() {
    pool.close();
  }
}
