package dev.athanor.migrate;

import java.sql.Connection;
import java.sql.SQLException;
import liquibase.database.PreparedStatementFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.statement.ExecutablePreparedStatement;

/** A statement with values that Liquibase binds itself, such as an insert of a large object. */
record PreparedCommand(
    LiquibaseScripts.Reading reading, ExecutablePreparedStatement statement, int line)
    implements Command {
  @Override
  public String sql() {
    return "-- " + statement;
  }

  @Override
  public void run(Connection connection) throws SQLException {
    var guarded = new JdbcConnection(GuardedConnection.around(connection));
    try {
      reading.scoped(
          () -> {
            statement.execute(new PreparedStatementFactory(guarded));
            return true;
          });
    } catch (dev.athanor.error.AthanorException e) {
      if (e.getCause() instanceof DatabaseException failed
          && failed.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
