import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Wall time of whole processes, in one run: `psql` and `athanor` doing the same SQL on one PostgreSQL.
 * Started by `make bench`; prints a table of medians and ratios.
 */
class CommandLine {
  static final int REVISIONS = 100;
  static final int RUNS = 5;
  static final List<String> ATHANOR =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xshare:auto",
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          System.getProperty("java.class.path"),
          "dev.athanor.cli.Athanor");

  public static void main(String... args) throws Exception {
    var folder = Files.createTempDirectory("athanor-bench");
    var script = new StringBuilder();
    for (int i = 0; i < REVISIONS; i++) {
      var sql = "CREATE TABLE t%03d (id bigint PRIMARY KEY, name text NOT NULL);".formatted(i);
      script.append("BEGIN;\n").append(sql).append("\nCOMMIT;\n");
      Files.writeString(
          folder.resolve("r%03d.sql".formatted(i)),
          "-- revision: r%03d%n%s-- upgrade%n%s%n-- downgrade%nDROP TABLE t%03d;%n"
              .formatted(i, i == 0 ? "" : "-- down-revision: r%03d%n".formatted(i - 1), sql, i));
    }
    var psqlFile = Files.writeString(folder.resolve("all.psql"), script);

    try (var postgres = EmbeddedPostgres.start()) {
      var psql =
          List.of("psql", "-qX", "-h", "localhost", "-p", "" + postgres.getPort(), "-U", "postgres");
      var athanor =
          with(ATHANOR, "upgrade", "head", "--revisions", folder.toString(), "--username", "postgres");
      var times = new ArrayList<long[]>();
      for (int run = 0; run < RUNS; run++) {
        var name = "run" + run;
        for (var database : List.of(name + "p", name + "a")) {
          sql(postgres, "CREATE DATABASE " + database);
        }
        var url = "jdbc:postgresql://localhost:%d/%sa".formatted(postgres.getPort(), name);
        times.add(
            new long[] {
              time(with(psql, "-d", name + "p", "-c", "SELECT 1")),
              time(with(psql, "-d", name + "p", "-f", psqlFile.toString())),
              time(with(athanor, "--url", url)),
              time(with(athanor, "--url", url))
            });
      }
      var psqlNothing = median(times, 0);
      var psqlAll = median(times, 1);
      System.out.printf("%-40s %8s %18s%n", "", "ms", "ratio to psql");
      row("psql, SELECT 1", psqlNothing, psqlNothing);
      row("athanor upgrade head, nothing to do", median(times, 3), psqlNothing);
      row("psql, %d transactions".formatted(REVISIONS), psqlAll, psqlAll);
      row("athanor upgrade head, %d revisions".formatted(REVISIONS), median(times, 2), psqlAll);
    }
  }

  static void row(String what, long ms, long psql) {
    System.out.printf("%-40s %8d %17.1fx%n", what, ms, (double) ms / psql);
  }

  static long median(List<long[]> times, int column) {
    return times.stream().mapToLong(run -> run[column]).sorted().skip(times.size() / 2).findFirst().getAsLong();
  }

  static long time(List<String> command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("PGPASSWORD", "postgres", "ATHANOR_PASSWORD", "postgres"));
    var start = System.nanoTime();
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + "\n" + output);
    }
    return (System.nanoTime() - start) / 1_000_000;
  }

  static void sql(EmbeddedPostgres postgres, String sql) throws Exception {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> with(List<String> command, String... more) {
    var all = new ArrayList<>(command);
    all.addAll(Arrays.asList(more));
    return all;
  }
}
