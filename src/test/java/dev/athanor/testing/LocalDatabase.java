package dev.athanor.testing;

import dev.athanor.database.ConnectionSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.h2.tools.Server;

/**
 * A database without a server of its own, or with one in this JVM.
 *
 * @param url the JDBC URL
 */
public record LocalDatabase(String url) {
  /** A SQLite file. */
  public static LocalDatabase sqlite(Path folder) {
    return new LocalDatabase("jdbc:sqlite:" + folder.resolve("shop.db"));
  }

  /** A file of H2's, which one process has at a time. */
  public static LocalDatabase h2(Path folder) {
    return new LocalDatabase("jdbc:h2:" + folder.resolve("shop") + ";USER=sa;PASSWORD=secret");
  }

  /** The same behind H2's own server. */
  public static LocalDatabase h2Server(Path folder) {
    return new LocalDatabase(
        "jdbc:h2:tcp://localhost:%d/%s;USER=sa;PASSWORD=secret"
            .formatted(Holder.SERVER.getPort(), folder.resolve("shop")));
  }

  private static final class Holder {
    static final Server SERVER = start();

    private static Server start() {
      try {
        return Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon").start();
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Settings to reach it. */
  public ConnectionSettings settings() {
    return ConnectionSettings.of(url);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  /** Runs statements. */
  public void execute(String... statements) {
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
  public List<String> query(String sql) {
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

  /** All tables, sorted, in small letters. */
  public List<String> allTables() {
    var sql =
        url.startsWith("jdbc:sqlite:")
            ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'PUBLIC'"
                + " ORDER BY 1";
    return query(sql).stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /** The user's tables; ours are left out. */
  public List<String> tables() {
    return allTables().stream().filter(name -> !name.startsWith("athanor_")).toList();
  }
}
