package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import dev.athanor.testing.Program;
import dev.athanor.testing.Revisions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that is much larger than the memory of the process that has it done. */
class LargeWorkTest {
  /** Too little for any of these, were it all kept. */
  private static final List<String> SMALL = List.of("-Xmx40m");

  private final Postgres postgres = Postgres.freshDatabase();
  @TempDir private Path folder;

  private void upgrade(List<String> jvm, Revisions revisions) {
    revisions.in(folder);
    try (var program =
        Program.start(
            jvm, "upgrade", "head", "--url", postgres.url(), "--revisions", folder.toString())) {
      assertThat(program.exitCode()).as(program.said()).isZero();
    }
  }

  @Test
  void rowsThatNobodyReadsAreNotKeptAndEachIsMade() {
    upgrade(
        SMALL,
        new Revisions()
            .revision(
                "r001",
                "",
                """
                CREATE SEQUENCE made;
                SELECT nextval('made'), repeat('x', 200) FROM generate_series(1, 400000);
                """,
                "DROP SEQUENCE made;"));

    assertThat(postgres.query("SELECT last_value FROM made")).containsExactly("400000");
  }

  @Test
  void severalStatementsInOneTextRunInTheirOrder() {
    upgrade(
        SMALL,
        new Revisions()
            .file(
                "r001.sql",
                """
                --liquibase formatted sql
                -- revision: r001
                --changeset test:1 splitStatements:false
                CREATE TABLE log (n serial, what text);
                CREATE FUNCTION log(i int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log (what) VALUES ('row'); RETURN i; END $$;
                SELECT log(i) FROM generate_series(1, 2000) i;
                INSERT INTO log (what) VALUES ('last');
                --rollback DROP TABLE log; DROP FUNCTION log;
                """));

    assertThat(postgres.query("SELECT what FROM log ORDER BY n DESC LIMIT 1"))
        .containsExactly("last");
  }

  @Test
  void aFloodOfNoticesIsNotKept() {
    upgrade(
        SMALL,
        new Revisions()
            .revision(
                "r001",
                "",
                "DO $$ BEGIN FOR i IN 1..500000 LOOP RAISE NOTICE 'row % is done', i; END LOOP; END $$;",
                "SELECT 1;"));

    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r001");
  }

  @Test
  void aFileOfSixteenMebibytesRunsInTheMemoryOfASmallContainer() {
    var inserts = new StringBuilder("CREATE TABLE t (id int, filler text);\n");
    var filler = "x".repeat(1600);
    int count = 0;
    while (inserts.length() < 16 * 1024 * 1024 - 4096) {
      inserts.append("INSERT INTO t VALUES (%d, '%s');\n".formatted(++count, filler));
    }
    // the heap that a JVM takes of a container with 256 MiB
    upgrade(
        List.of("-XX:MaxRAM=256m"),
        new Revisions().revision("r001", "", inserts.toString(), "DROP TABLE t;"));

    assertThat(postgres.query("SELECT count(*) FROM t")).containsExactly(String.valueOf(count));
  }
}
