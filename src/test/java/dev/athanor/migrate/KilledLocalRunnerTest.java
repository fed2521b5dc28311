package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.LocalDatabase;
import dev.athanor.testing.Revisions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a runner on the databases that need no server. */
class KilledLocalRunnerTest {
  private static final int KILLS = Integer.getInteger("athanor.kills", 30);
  private static final long SEED = Long.getLong("athanor.seed", 20261123);
  private static final int REVISIONS = 6;

  /** Work enough for a kill to hit it. */
  private static final String ROWS =
      IntStream.rangeClosed(1, 100).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(", "));

  @TempDir private Path folder;

  /** Each makes a table with rows and an index, and adds one to a counter in between. */
  private static Revisions revisions() {
    var revisions =
        new Revisions()
            .revision(
                "r000",
                "",
                "CREATE TABLE counter (n int);\nINSERT INTO counter VALUES (0);",
                "DROP TABLE counter;");
    for (int i = 1; i <= REVISIONS; i++) {
      var fill = ("INSERT INTO t%d VALUES " + ROWS + ";\n").formatted(i);
      revisions.revision(
          "r%03d".formatted(i),
          "r%03d".formatted(i - 1),
          "CREATE TABLE t%1$d (id int);\n%2$sUPDATE counter SET n = n + 1;\n%2$sALTER TABLE t%1$d ADD COLUMN more int;\nCREATE INDEX i%1$d ON t%1$d (id);\n%2$s"
              .formatted(i, fill.replace(" VALUES", " (id) VALUES")),
          "DROP TABLE t%d;".formatted(i));
    }
    return revisions;
  }

  @Test
  void leavesNoHalfRevisionOnSqlite() throws Exception {
    series("SQLite", LocalDatabase::sqlite, true);
  }

  @Test
  void isGoneOnWithOnH2() throws Exception {
    series("H2", LocalDatabase::h2, false);
  }

  @Test
  void isGoneOnWithBehindH2sServer() throws Exception {
    series("H2's server", LocalDatabase::h2Server, false);
  }

  @SuppressWarnings("SystemOut")
  private void series(String product, Function<Path, LocalDatabase> fresh, boolean whole)
      throws Exception {
    var files = revisions().in(Files.createDirectory(folder.resolve("revisions")));
    var random = new Random(SEED);
    int midway = 0;
    int count = 0;
    var local = fresh.apply(Files.createDirectory(folder.resolve("0")));
    for (int kill = 1; kill <= KILLS; kill++) {
      int delay = random.nextInt(whole ? 80 : 250);
      killAfter(ChildRunner.start(local.url(), files), delay);
      if (whole) {
        assertWhole(local, applied(local), "kill %d after %d ms".formatted(kill, delay));
      }
      if (applied(local) < REVISIONS) {
        midway++;
      } else {
        assertWhole(local, REVISIONS, "kill " + kill);
        local = fresh.apply(Files.createDirectory(folder.resolve(String.valueOf(++count))));
      }
    }
    try (var database = Database.open(local.settings())) {
      new Migrator(database, revisions().set(), Clock.systemUTC(), Progress.none())
          .run(Request.upgrade("head"))
          .orThrow();
    }
    assertWhole(local, REVISIONS, "the end");
    System.out.printf(
        "%s: seed %d, %d kills, %d of them midway, %d databases%n",
        product, SEED, KILLS, midway, count + 1);
    assertThat(midway).isGreaterThan(KILLS / 3);
  }

  private static void killAfter(Process child, int millis)
      throws IOException, InterruptedException {
    try (var lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      var line = lines.readLine();
      while (line != null && !line.equals("begin")) {
        assertThat(line).doesNotStartWith("error");
        line = lines.readLine();
      }
      child.waitFor(millis, TimeUnit.MILLISECONDS);
      child.destroyForcibly().waitFor();
    }
  }

  private static int applied(LocalDatabase local) {
    if (!local.allTables().contains("athanor_version")) {
      return -1;
    }
    var rows = local.query("SELECT version_num FROM athanor_version");
    assertThat(rows).hasSizeLessThanOrEqualTo(1);
    return rows.isEmpty() ? -1 : Integer.parseInt(rows.getFirst().substring(1));
  }

  private static void assertWhole(LocalDatabase local, int applied, String when) {
    var tables =
        IntStream.rangeClosed(1, applied).mapToObj(i -> "t" + i).collect(Collectors.toList());
    if (applied >= 0) {
      tables.addFirst("counter");
      assertThat(local.query("SELECT n FROM counter")).as(when).containsExactly("" + applied);
      assertThat(local.query("SELECT count(*) FROM athanor_archive"))
          .as(when)
          .containsExactly(String.valueOf(applied + 1));
    }
    assertThat(local.tables()).as(when).containsExactlyElementsOf(tables);
    for (int i = 1; i <= applied; i++) {
      assertThat(local.query("SELECT count(*) FROM t" + i)).as(when).containsExactly("300");
    }
  }
}
