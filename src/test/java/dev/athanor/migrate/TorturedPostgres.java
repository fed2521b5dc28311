package dev.athanor.migrate;

import static org.awaitility.Awaitility.await;

import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import dev.athanor.testing.Torture;
import dev.athanor.testing.Torture.Finding;
import dev.athanor.testing.Torture.Wrong;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A PostgreSQL whose revisions hold a bit of everything: DDL, DML, a counter that a statement run
 * twice would put wrong, two revisions outside a transaction, and a big one.
 */
final class TorturedPostgres implements Torture.Victim {
  private static final int HEAD = 7;

  /** What each revision adds to the counter, by its number. */
  private static final int[] COUNTS = {0, 0, 1, 3, 1, 1, 2, 1};

  private static final int[] ROWS = {0, 0, 100, 1000, 100, 20000, 1000, 100};
  private static final Set<Integer> OUTSIDE = Set.of(3, 6);

  private final Postgres postgres = Postgres.freshDatabase();
  private final Path folder;

  TorturedPostgres(Path folder) {
    this.folder = revisions().in(folder);
  }

  private static Revisions revisions() {
    return new Revisions()
        .revision(
            "r001",
            "",
            "CREATE TABLE counter (n int NOT NULL);\nINSERT INTO counter VALUES (0);",
            "DROP TABLE counter;")
        .revision("r002", "r001", together(2), back(2))
        .file("r003.sql", outside())
        .file(
            "r004.sql",
            "--liquibase formatted sql\n-- revision: r004\n-- down-revision: r003\n--changeset test:1\n"
                + together(4)
                + "\n--rollback "
                + back(4).replace("\n", " ")
                + "\n")
        .revision("r005", "r004", together(5) + "\nUPDATE t5 SET id = id + 1;", back(5))
        .file("r006.sql", liquibaseOutside())
        .revision("r007", "r006", together(7), back(7));
  }

  private static String together(int i) {
    return """
        CREATE TABLE t%d (id int);
        INSERT INTO t%d SELECT generate_series(1, %d);
        UPDATE counter SET n = n + 1;
        SELECT pg_sleep(0.02);
        CREATE INDEX i%d ON t%d (id);"""
        .formatted(i, i, ROWS[i], i, i);
  }

  private static String back(int i) {
    return "DROP INDEX i%d;\nUPDATE counter SET n = n - 1;\nSELECT pg_sleep(0.02);\nDROP TABLE t%d;"
        .formatted(i, i);
  }

  private static String outside() {
    return """
        -- revision: r003
        -- down-revision: r002
        -- upgrade runInTransaction:false
        UPDATE counter SET n = n + 1;
        CREATE TABLE t3 (id int);
        INSERT INTO t3 SELECT generate_series(1, 1000);
        UPDATE counter SET n = n + 1;
        CREATE INDEX CONCURRENTLY i3 ON t3 (id);
        UPDATE counter SET n = n + 1;
        -- downgrade runInTransaction:false
        UPDATE counter SET n = n - 1;
        DROP INDEX CONCURRENTLY i3;
        UPDATE counter SET n = n - 2;
        DROP TABLE t3;
        """;
  }

  private static String liquibaseOutside() {
    return """
        --liquibase formatted sql
        -- revision: r006
        -- down-revision: r005
        --changeset test:1
        CREATE TABLE t6 (id int);
        INSERT INTO t6 SELECT generate_series(1, 1000);
        UPDATE counter SET n = n + 1;
        --rollback UPDATE counter SET n = n - 1; DROP TABLE t6;
        --changeset test:2 runInTransaction:false
        CREATE INDEX CONCURRENTLY i6 ON t6 (id);
        UPDATE counter SET n = n + 1;
        --rollback DROP INDEX CONCURRENTLY i6; UPDATE counter SET n = n - 1;
        """;
  }

  @Override
  public String name() {
    return "PostgreSQL " + postgres.query("SHOW server_version").getFirst();
  }

  @Override
  public int serverPort() {
    return postgres.serverPort();
  }

  @Override
  public boolean atHead() {
    return position() == HEAD;
  }

  @Override
  public boolean atBase() {
    return position() == 0;
  }

  @Override
  public Process start(boolean up, int port) {
    var url = postgres.url().replace(":" + serverPort() + "/", ":" + port + "/");
    return up
        ? ChildRunner.start(url, folder, "upgrade", "head")
        : ChildRunner.start(url, folder, "downgrade", "base");
  }

  @Override
  public List<String> words() {
    return List.of(
        "BEGIN",
        "COMMIT",
        "CREATE TABLE t",
        "DROP TABLE t",
        "INDEX CONCURRENTLY",
        "UPDATE counter",
        "pg_sleep",
        "athanor_journal_statement",
        "athanor_version");
  }

  private int position() {
    return number("SELECT coalesce(max(substr(version_num, 2)::int), 0) FROM athanor_version");
  }

  /** Zero when there is no such table yet. */
  private int number(String sql) {
    var table = sql.replaceAll("(?s).* FROM (\\w+).*", "$1");
    return exists(table) ? Integer.parseInt(postgres.query(sql).getFirst()) : 0;
  }

  private boolean exists(String name) {
    return postgres.query("SELECT to_regclass('" + name + "') IS NOT NULL").equals(List.of("t"));
  }

  @Override
  public List<Finding> examine() {
    var findings = new ArrayList<Finding>();
    if (!settled()) {
      findings.add(new Finding(Wrong.LOCK_LEFT, "after ten seconds"));
    }
    int at = position();
    var unfinished = unfinished(at, findings);
    for (int i = 2; i <= HEAD; i++) {
      if (unfinished.isEmpty() || unfinished.get() != i) {
        examine(i, i <= at, findings);
      }
    }
    int least = IntStream.rangeClosed(1, at).map(i -> COUNTS[i]).sum();
    int most = least;
    if (unfinished.isPresent()) {
      int own = COUNTS[unfinished.get()];
      least = unfinished.get() > at ? least : least - own;
      most = unfinished.get() > at ? most + own : most;
    }
    int counted = at > 0 ? number("SELECT n FROM counter") : 0;
    if (counted < least || counted > most) {
      findings.add(
          new Finding(
              Wrong.WRONG_DATA,
              "at r%03d the counter is %d, not %d to %d".formatted(at, counted, least, most)));
    }
    if (at != number("SELECT count(*) FROM athanor_archive")) {
      findings.add(new Finding(Wrong.WRONG_DATA, "the archive does not hold r001 to r00" + at));
    }
    return findings;
  }

  /** Once the server has noticed, nobody has a lock any more. */
  private boolean settled() {
    try {
      await()
          .atMost(Duration.ofSeconds(10))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () ->
                  postgres
                      .query(
                          "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
                              + " WHERE d.datname = current_database() AND l.pid <> pg_backend_pid()")
                      .equals(List.of("0")));
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** The one revision that may be half there: its marks say so, and it is the very next one. */
  private Optional<Integer> unfinished(int at, List<Finding> findings) {
    if (!exists("athanor_journal_statement")) {
      return Optional.empty();
    }
    var marked =
        postgres.query(
            "SELECT DISTINCT substr(revision, 2)::int || direction FROM athanor_journal_statement");
    if (marked.isEmpty()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(marked.getFirst().replaceAll("\\D", ""));
    int expected = marked.getFirst().endsWith("UPGRADE") ? at + 1 : at;
    if (marked.size() > 1 || number != expected || !OUTSIDE.contains(number)) {
      findings.add(new Finding(Wrong.HALF_APPLIED, "at r%03d, %s".formatted(at, marked)));
    }
    return Optional.of(number);
  }

  private void examine(int i, boolean applied, List<Finding> findings) {
    boolean table = exists("t" + i);
    boolean index =
        !postgres
            .query(
                "SELECT 1 FROM pg_index WHERE indisvalid AND indexrelid = to_regclass('i"
                    + i
                    + "')")
            .isEmpty();
    if (table != applied || index != applied) {
      findings.add(
          new Finding(Wrong.HALF_APPLIED, "r%03d: table %s, index %s".formatted(i, table, index)));
    } else if (applied && number("SELECT count(*) FROM t" + i) != ROWS[i]) {
      findings.add(new Finding(Wrong.WRONG_DATA, "t" + i));
    }
  }
}
