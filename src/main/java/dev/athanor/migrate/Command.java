package dev.athanor.migrate;

import java.sql.Connection;
import java.sql.SQLException;
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
    @Override
    public Command as(UnaryOperator<String> form) {
      return new Plain(form.apply(sql), line);
    }

    @Override
    public void run(Connection connection) throws SQLException {
      try (var statement = connection.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute(sql);
      }
    }
  }
}
