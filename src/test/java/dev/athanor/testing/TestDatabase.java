package dev.athanor.testing;

import dev.athanor.database.ConnectionSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database of a test's own on a real server. */
public interface TestDatabase {
  /** The JDBC URL, with the superuser in it. */
  String url();

  /** Its name. */
  String name();

  /** The user's tables, sorted; ours are left out. */
  List<String> tables();

  /** Whether there is a table of that name, in small letters. */
  default boolean hasTable(String table) {
    return query("SELECT 1 FROM information_schema.tables WHERE table_name = '" + table + "'")
        .contains("1");
  }

  /** Settings to reach it. */
  default ConnectionSettings settings() {
    return ConnectionSettings.of(url());
  }

  /** A connection of the test's own. */
  default Connection connect() throws SQLException {
    return DriverManager.getConnection(url());
  }

  /** Runs statements. */
  default void execute(String... statements) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of what a query answers, as text. */
  default List<String> query(String sql) {
    var values = new ArrayList<String>();
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return values;
  }
}
