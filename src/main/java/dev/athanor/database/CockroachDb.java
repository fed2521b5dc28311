package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;

/**
 * Speaks PostgreSQL's protocol, but keeps none of what we rely on there: {@code
 * pg_try_advisory_lock} answers true to everybody, and a schema change goes on after the commit
 * that it was part of, and may fail then.
 */
final class CockroachDb {
  /** What it tells each client when it connects, and PostgreSQL never does. */
  private static final String VERSION = "crdb_version";

  private CockroachDb() {}

  /**
   * Throws when it is what answers, before anything is asked of it.
   *
   * @throws AthanorException UnsupportedDatabase
   */
  static void refuse(Connection connection) throws SQLException {
    var version = connection.unwrap(PGConnection.class).getParameterStatus(VERSION);
    if (Optional.ofNullable(version).isPresent()) {
      throw refusal();
    }
  }

  static AthanorException refusal() {
    return new AthanorException(
        Reason.UNSUPPORTED_DATABASE,
        "this is CockroachDB, which has no lock that belongs to a session (pg_try_advisory_lock answers true to everybody) and may undo or leave half done a schema change after its commit: two runners could not be kept apart, nor a revision whole. Nothing was run; docs/databases.md says more");
  }
}
