package dev.athanor.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A PostgreSQL server with the shop's empty database and its owner. */
final class ShopDatabase implements AutoCloseable {
  private final EmbeddedPostgres server;

  private ShopDatabase(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts a server on a free port of localhost. */
  static ShopDatabase start(String user, String password) throws IOException, SQLException {
    var database =
        new ShopDatabase(
            EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off") // it lives for a minute
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start());
    database.execute("postgres", "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(user, password));
    database.execute("postgres", "CREATE DATABASE shop OWNER " + user);
    return database;
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
  }
}
