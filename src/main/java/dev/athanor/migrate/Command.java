package dev.athanor.migrate;

import dev.athanor.changelog.SqlSplitter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;

/** One statement, ready to run. */
interface Command {
  /** Its text. */
  String sql();

  /** The line of its file that it begins on; 0 when it has none. */
  int line();

  /** Runs it. */
  void run(Connection connection) throws SQLException;

  /** The same with its text in another form. */
  default Command as(UnaryOperator<String> form) {
    return this;
  }

  /**
   * A statement sent as it is: not prepared, so that nothing in it is taken for a parameter.
   *
   * @param sql its text
   * @param line its line
   */
  record Plain(String sql, int line) implements Command {
    /** How many rows that nobody looks at are in memory at once. */
    private static final int ROWS = 500;

    @Override
    public Command as(UnaryOperator<String> form) {
      return new Plain(form.apply(sql), line);
    }

    @Override
    public void run(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        if (single()) {
          statement.setFetchSize(ROWS);
        }
        boolean rows = statement.execute(sql);
        // to the last row: a function in the select list runs as its row is fetched
        while (rows || statement.getUpdateCount() >= 0) {
          if (rows) {
            drain(statement);
          }
          rows = statement.getMoreResults();
        }
      }
    }

    private static void drain(Statement statement) throws SQLException {
      try (var result = statement.getResultSet()) {
        boolean more = true;
        while (more) {
          more = result.next();
        }
      }
    }

    /** With several the second would run before the last row of the first is fetched. */
    private boolean single() {
      return sql.indexOf(';') < 0 || SqlSplitter.split(sql, 1).size() == 1;
    }
  }
}
