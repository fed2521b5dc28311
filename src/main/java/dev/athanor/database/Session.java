package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;

/** One connection, taken for one operation. Not for more than one thread. */
public final class Session implements AutoCloseable {
  private final Database database;
  private final Connection connection;
  private final String purpose;
  private boolean evict;
  private boolean closed;
  private boolean commitInDoubt;

  Session(Database database, Connection connection, String purpose) {
    this.database = database;
    this.connection = connection;
    this.purpose = purpose;
  }

  /** The connection itself. */
  public Connection connection() {
    return connection;
  }

  /** The product's ways. */
  public Dialect dialect() {
    return database.dialect();
  }

  /** What the database was opened with. */
  public ConnectionSettings settings() {
    return database.settings();
  }

  /** Makes the session as if new: role, search path, limits. Outside a transaction only. */
  public void reset() {
    call(() -> dialect().configure(connection, settings(), purpose));
  }

  /** Product, version and identity. */
  public DatabaseInfo info() {
    return query(() -> dialect().describe(connection)).at(tables().version());
  }

  /** Our tables, as the settings and what there is already make them. */
  public Tables tables() {
    return new Tables(query(() -> dialect().locate(connection, settings())));
  }

  /** The connection is not to be used by anybody again: it held the lock, or is broken. */
  public void discard() {
    evict = true;
  }

  /** Runs the work in one transaction: all of it is committed, or nothing. */
  public <T> T inTransaction(SqlQuery<T> work) {
    return query(
        () -> {
          connection.setAutoCommit(false);
          try {
            var result = work.run();
            commit();
            return result;
          } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
          } finally {
            if (!connection.isClosed()) {
              connection.setAutoCommit(true);
            }
          }
        });
  }

  private void commit() throws SQLException {
    try {
      connection.commit();
    } catch (SQLException e) {
      var fault = dialect().fault(e);
      commitInDoubt = fault == Dialect.Fault.LOST;
      if (fault == Dialect.Fault.OTHER) {
        throw new AthanorException(
                Reason.SQL_FAILED,
                "the database refused to commit, when it checked what was deferred until then: "
                    + dialect().said(e),
                e)
            .inStatement("COMMIT", e.getSQLState());
      }
      throw e;
    }
  }

  /** Whether a commit was sent and the connection lost before its answer: it may be done. */
  public boolean commitInDoubt() {
    return commitInDoubt;
  }

  /** Has the server end what it does for this session; for another thread than the session's. */
  public void cancel() {
    try {
      dialect().cancel(connection);
    } catch (SQLException gone) {
      // then there is nothing left to cancel
      evict = true;
    }
  }

  private void rollBack(Throwable because) {
    try {
      connection.rollback();
    } catch (SQLException alsoGone) {
      evict = true;
      because.addSuppressed(alsoGone);
    }
  }

  /** What SQL does, with its failures turned into reasons. */
  public <T> T query(SqlQuery<T> work) {
    try {
      return work.run();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The same for what has no result. */
  public void call(SqlCall work) {
    query(
        () -> {
          work.run();
          return true;
        });
  }

  /** What a failure of one of our own statements means. */
  public AthanorException failure(SQLException e) {
    var said = dialect().said(e);
    return switch (dialect().fault(e)) {
      case LOST -> {
        evict = true;
        yield lost(e);
      }
      case NO_PRIVILEGE ->
          new AthanorException(
              Reason.INVALID_CONFIGURATION,
              "the database user lacks a privilege: " + said + ". Grant it",
              e);
      case NO_SCHEMA ->
          new AthanorException(
              Reason.INVALID_CONFIGURATION, said + ": create the schema or name another one", e);
      case BUSY ->
          new AthanorException(
              Reason.LOCK_TIMEOUT, "the database is busy: " + said + ". Try again", e);
      case FULL ->
          new AthanorException(
                  Reason.OUT_OF_RESOURCES,
                  "the database server has no room left: " + said + ". Give it more",
                  e)
              .inStatement(null, e.getSQLState());
      case READ_ONLY ->
          new AthanorException(
              Reason.DATABASE_READ_ONLY,
              "the database at "
                  + dialect().address(settings().url())
                  + " takes no writes: "
                  + said
                  + ". Wait while a failover is under way, else connect to the primary",
              e);
      case NO_TABLE, NOT_IN_TRANSACTION, OTHER ->
          new AthanorException(Reason.SQL_FAILED, "the database refused a statement: " + said, e)
              .inStatement(null, e.getSQLState());
    };
  }

  /** The connection broke. */
  public AthanorException lost(SQLException e) {
    return new AthanorException(
        Reason.CONNECTION_LOST,
        "the connection to "
            + dialect().address(settings().url())
            + " was lost"
            + said(e)
            + (commitInDoubt
                ? " while a commit was under way: only the database knows whether it is done."
                    + " The next run looks, and goes on from there"
                : "; what was not committed is undone, and the next run goes on from there"),
        e);
  }

  /**
   * What a server that ends a session says last; what the driver itself finds tells nobody more.
   */
  private static String said(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("57")
        ? " (" + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + ")"
        : "";
  }

  /** Gives the connection back, or closes it for good if it was discarded. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (evict) {
      database.evict(connection);
    }
    try {
      connection.close();
    } catch (SQLException gone) {
      // the pool has closed it already, which is all that is wanted
      evict = true;
    }
  }

  /** SQL with a result. */
  @FunctionalInterface
  public interface SqlQuery<T> {
    /** Does it. */
    T run() throws SQLException;
  }

  /** SQL without one. */
  @FunctionalInterface
  public interface SqlCall {
    /** Does it. */
    void run() throws SQLException;
  }
}
