package dev.athanor.testing;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.h2.tools.Server;

/**
 * A database without a server of its own, or with one in this JVM.
 *
 * @param url the JDBC URL
 */
public record LocalDatabase(String url) implements TestDatabase {
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

  @Override
  public String name() {
    return "shop";
  }

  @Override
  public boolean hasTable(String table) {
    return allTables().contains(table);
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

  @Override
  public List<String> tables() {
    return allTables().stream().filter(name -> !name.startsWith("athanor_")).toList();
  }
}
