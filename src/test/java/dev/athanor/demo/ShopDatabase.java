package dev.athanor.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL server with the shop's empty database and its owner. */
final class ShopDatabase implements AutoCloseable {
  private final EmbeddedPostgres server;
  private final Path data;

  private ShopDatabase(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  /** Starts a server on a free port of localhost. */
  static ShopDatabase start(String user, String password) throws IOException, SQLException {
    var data = Files.createTempDirectory("athanor-demo-postgres");
    try {
      var server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setServerConfig("fsync", "off") // it lives for a minute
              .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
              .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
              .start();
      var database = new ShopDatabase(server, data);
      database.execute("postgres", "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user, password));
      database.execute("postgres", "CREATE DATABASE shop OWNER " + user);
      return database;
    } catch (IOException | SQLException | RuntimeException e) {
      // interrupted half-way: the server may run although nobody has it in hand
      kill(data);
      delete(data);
      throw e;
    }
  }

  /**
   * Ends whatever was started on the data folder, whose name is nobody else's: initdb, pg_ctl, and
   * the server that pg_ctl may bring up a moment after it was ended itself.
   */
  private static void kill(Path data) {
    var quiet = 0;
    while (quiet < 15) {
      var found =
          ProcessHandle.allProcesses()
              .filter(it -> it.info().commandLine().orElse("").contains(data.toString()))
              .toList();
      found.forEach(ProcessHandle::destroy);
      quiet = found.isEmpty() ? quiet + 1 : 0;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  int port() {
    return server.getPort();
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:%d/%s?user=postgres".formatted(port(), database);
  }

  private void execute(String database, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url(database));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of what a query on the shop answers. */
  List<String> query(String sql) {
    try (var connection = DriverManager.getConnection(url("shop"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var values = new ArrayList<String>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new DemoFailure("the shop's database refused " + sql + ": " + e.getMessage());
    }
  }

  String version() {
    return query("SHOW server_version").getFirst();
  }

  /** The shop's own tables. */
  List<String> tables() {
    return query(
        """
        SELECT table_name FROM information_schema.tables
        WHERE table_schema = 'public' AND table_name NOT LIKE 'athanor%' ORDER BY 1
        """);
  }

  List<String> columns(String table) {
    return query(
        """
        SELECT column_name FROM information_schema.columns
        WHERE table_name = '%s' ORDER BY ordinal_position
        """
            .formatted(table));
  }

  /** What the version table says, read by ourselves. */
  List<String> versions() {
    return query("SELECT version_num FROM athanor_version ORDER BY 1");
  }

  @Override
  public void close() throws IOException {
    server.close();
    delete(data);
  }
}
