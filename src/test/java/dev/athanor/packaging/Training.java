package dev.athanor.packaging;

import dev.athanor.testing.Certificates;
import dev.athanor.testing.TlsMariaDb;
import dev.athanor.testing.TlsPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trains the image's AOT cache: one run of the program, with the Java and the jars of the image,
 * over a PostgreSQL and a MariaDB that speak TLS. What a Job loads and links then is there at the
 * start.
 */
final class Training {
  private static final Map<String, String> REVISIONS =
      Map.of(
          "1a.sql",
          """
          -- revision: 1a
          -- upgrade
          CREATE TABLE training_short (id int PRIMARY KEY, name varchar(50) NOT NULL);
          -- downgrade
          DROP TABLE training_short;
          """,
          "2b.sql",
          """
          --liquibase formatted sql
          -- revision: 2b
          -- down-revision: 1a
          --changeset athanor:2b
          CREATE TABLE training_formatted (id int PRIMARY KEY);
          --rollback DROP TABLE training_formatted;
          """,
          "3c.yaml",
          """
          # revision: 3c
          # down-revision: 2b
          databaseChangeLog:
            - changeSet:
                id: 3c
                author: athanor
                changes:
                  - createTable:
                      tableName: training_yaml
                      columns:
                        - column: {name: id, type: bigint}
          """);

  private Training() {}

  /** Takes the folder that the image will have, with its java, lib and args. */
  public static void main(String... args) throws Exception {
    var tree = Path.of(args[0]).toAbsolutePath();
    var folder = Files.createTempDirectory("training");
    for (var revision : REVISIONS.entrySet()) {
      Files.writeString(
          Files.createDirectories(folder.resolve("revisions")).resolve(revision.getKey()),
          revision.getValue());
    }
    var authority = new Certificates("training");
    var identity = authority.issue("EC", "localhost", "localhost", "127.0.0.1");
    Certificates.write(folder.resolve("authority.crt"), authority.pem());
    var config = new ArrayList<String>(List.of("databases:"));
    try (var postgres = new TlsPostgres(folder, authority, identity)) {
      allow(postgres);
      config.addAll(database("postgresql://localhost:%d/postgres", postgres.port(), "encrypted"));
      // its server is to be had for one architecture only
      if (System.getProperty("os.arch").equals("amd64")) {
        try (var mariaDb = new TlsMariaDb(folder, authority, identity)) {
          config.addAll(database("mariadb://localhost:%d/shop", mariaDb.port(), "root"));
          train(tree, folder, config);
        }
      } else {
        train(tree, folder, config);
      }
    }
  }

  private static void allow(TlsPostgres postgres) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://localhost:%d/postgres?user=postgres&sslmode=disable"
                    .formatted(postgres.port()));
        var statement = connection.createStatement()) {
      statement.execute("GRANT ALL ON SCHEMA public TO encrypted");
    }
  }

  private static List<String> database(String url, int port, String username) {
    return List.of(
        "  " + username + ":",
        "    url: jdbc:" + url.formatted(port),
        "    username: " + username,
        "    tls-mode: verify-full",
        "    tls-ca: authority.crt",
        "    revisions: revisions");
  }

  private static void train(Path tree, Path folder, List<String> config)
      throws IOException, InterruptedException {
    Files.write(folder.resolve("athanor.yaml"), config);
    var cache = tree.resolve("athanor.aot");
    // adapters are machine code: Java 25 would run this processor's on one that lacks its
    // instructions, and die of SIGILL
    run(
        tree,
        folder,
        List.of(
            "-XX:AOTCacheOutput=" + cache,
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTAdapterCaching"),
        "upgrade");
    // on: it ends with an error where auto would go on without the cache; as on a large machine
    var log = folder.resolve("log");
    run(
        tree,
        folder,
        List.of(
            "-XX:AOTCache=" + cache,
            "-XX:AOTMode=on",
            "-XX:MaxRAM=128g",
            "-Xlog:aot,aot+codecache+init:file=" + log),
        "current");
    if (Files.readString(log).contains("AOT code entries")) {
      throw new IOException("the cache holds machine code, which not every processor can run");
    }
  }

  private static void run(Path tree, Path folder, List<String> options, String command)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>(List.of(tree.resolve("java/bin/java").toString()));
    words.addAll(options);
    words.addAll(List.of("@" + tree.resolve("args"), command, "--database", "all"));
    var program = new ProcessBuilder(words).directory(folder.toFile()).inheritIO();
    program.environment().put("ATHANOR_ENCRYPTED__PASSWORD", "secret");
    var code = program.start().waitFor();
    if (code != 0) {
      throw new IOException("training ended with %d: %s".formatted(code, words));
    }
  }
}
