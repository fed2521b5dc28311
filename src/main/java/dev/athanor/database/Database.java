package dev.athanor.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.function.Supplier;

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
   * @throws AthanorException DatabaseUnreachable, AuthenticationFailed, TlsFailed,
   *     UnsupportedDatabase
   */
  public static Database open(ConnectionSettings settings) {
    return open(() -> settings);
  }

  /**
   * The same with settings that may change. Before each attempt to connect, user, password and TLS
   * are asked for again; all else is what it was the first time.
   *
   * @param login what is true at that time; its exceptions are passed on
   */
  public static Database open(Supplier<ConnectionSettings> login) {
    var settings = login.get();
    if (settings.url().isEmpty()) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "no database is named: give --url or --database-dir (spec.database)");
    }
    var dialect = Dialect.of(settings.url());
    Drivers.require(dialect.capabilities());
    try {
      return new Database(
          settings, dialect, new HikariDataSource(config(settings, dialect, login)));
    } catch (HikariPool.PoolInitializationException e) {
      throw failure(e, settings, dialect);
    }
  }

  /**
   * What no connection at all means: what we said ourselves, what TLS says, what the product says.
   */
  private static AthanorException failure(
      Exception failure, ConnectionSettings settings, Dialect dialect) {
    var address = dialect.address(settings.url());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AthanorException known) {
        return known;
      }
      if (cause instanceof SQLTimeoutException) {
        return new AthanorException(
            Reason.DATABASE_UNREACHABLE,
            "the database at %s gave %s: see whether something else listens there, whether a network policy or firewall drops what is sent, and whether the name server answers"
                .formatted(address, cause.getMessage()),
            failure);
      }
    }
    return TlsFailures.in(failure, settings, address)
        .orElseGet(
            () ->
                failure.getCause() instanceof SQLException inner
                    ? dialect.connectFailure(inner, settings)
                    : new AthanorException(
                        Reason.DATABASE_UNREACHABLE,
                        "no connection to the database at " + address,
                        failure));
  }

  private static HikariConfig config(
      ConnectionSettings settings, Dialect dialect, Supplier<ConnectionSettings> login) {
    var config = new HikariConfig();
    config.setPoolName("athanor");
    config.setDataSource(new DriverConnections(settings, dialect, login));
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
      throw failure(e, settings, dialect);
    }
    var session = new Session(this, connection, purpose);
    try {
      // before anything is set: a pooler in between would keep it for whoever comes next
      session.call(() -> dialect.checkSession(connection, settings));
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
