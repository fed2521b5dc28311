package dev.athanor.database;

import dev.athanor.error.AthanorException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Where the pool gets its connections. Who logs in is asked anew for each, since passwords and
 * tokens change while a Job waits; and whatever a driver waits for, a name server or a handshake
 * that never ends, it ends in time. The pool itself never sees a password.
 */
final class DriverConnections implements DataSource {
  /** The driver knows more about what hangs, and so is given the chance to say it first. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ConnectionSettings settings;
  private final Dialect dialect;
  private final Supplier<ConnectionSettings> login;

  /**
   * Connections by those settings.
   *
   * @param login asked for user, password and TLS before each attempt
   */
  DriverConnections(
      ConnectionSettings settings, Dialect dialect, Supplier<ConnectionSettings> login) {
    this.settings = settings;
    this.dialect = dialect;
    this.login = login;
  }

  @Override
  public Connection getConnection() throws SQLException {
    Properties properties;
    try {
      properties = properties(login.get());
    } catch (AthanorException e) {
      throw new SQLException(e.message(), e);
    }
    return inTime(properties);
  }

  private Properties properties(ConnectionSettings now) {
    var properties = new Properties();
    properties.putAll(dialect.driverProperties(settings.withTls(now.tls())));
    settings.properties().entrySet().stream()
        .filter(each -> !each.getKey().startsWith("athanor."))
        .forEach(each -> properties.setProperty(each.getKey(), each.getValue()));
    now.username().ifPresent(user -> properties.setProperty("user", user));
    now.password().ifPresent(secret -> properties.setProperty("password", secret.value()));
    return properties;
  }

  /** Each of several hosts has its time. */
  private Duration limit() {
    long hosts = dialect.address(settings.url()).chars().filter(c -> c == ',').count() + 1;
    return settings.connectTimeout().multipliedBy(hosts).plus(GRACE);
  }

  private Connection inTime(Properties properties) throws SQLException {
    var connection = new CompletableFuture<Connection>();
    Thread.ofPlatform()
        .daemon()
        .name("connect")
        .start(
            () -> {
              try {
                var made =
                    DriverManager.getConnection(dialect.driverUrl(settings.url()), properties);
                if (!connection.complete(made)) {
                  // nobody waits for it any more
                  made.close();
                }
              } catch (SQLException | RuntimeException | Error e) {
                connection.completeExceptionally(e);
              }
            });
    var limit = limit();
    try {
      return connection.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      connection.cancel(false);
      throw new SQLTimeoutException("no answer within " + limit.toSeconds() + " s", "08001", e);
    } catch (InterruptedException | CancellationException e) {
      connection.cancel(false);
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while connecting", "08001", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException failure
          ? failure
          : new SQLException("the driver failed: " + e.getCause(), "08001", e.getCause());
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("user and password are in the settings");
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return Math.toIntExact(limit().toSeconds());
  }

  /** The pool's wish; the settings decide. */
  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
