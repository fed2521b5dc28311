package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.testing.Postgres;
import dev.athanor.testing.Program;
import dev.athanor.testing.Revisions;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is told to end leaves nothing half done, and the next one goes on. */
class SignalTest {
  /** A statement that lasts until {@link #open}. */
  private static final String GATE = "SELECT pg_advisory_xact_lock(42);\n";

  private static final int INTERRUPTED = 24;

  private final Postgres postgres = Postgres.freshDatabase();
  @TempDir private Path folder;
  private Connection gate;

  @BeforeEach
  void shut() throws SQLException {
    gate = postgres.connect();
    try (var statement = gate.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(42)");
    }
  }

  @AfterEach
  void open() throws SQLException {
    gate.close();
  }

  private static Revisions three(String inTheSecond) {
    return new Revisions()
        .revision("r001", "", "CREATE TABLE t1 (id int);", "DROP TABLE t1;")
        .revision("r002", "r001", "CREATE TABLE t2 (id int);\n" + inTheSecond, "DROP TABLE t2;")
        .revision("r003", "r002", "CREATE TABLE t3 (id int);", "DROP TABLE t3;");
  }

  private Program upgrade(String... more) {
    var args =
        new ArrayList<>(
            List.of("upgrade", "head", "--revisions", folder.toString(), "--progress", "plain"));
    if (!List.of(more).contains("--url")) {
      args.addAll(List.of("--url", postgres.url()));
    }
    args.addAll(List.of(more));
    return Program.start(args.toArray(String[]::new));
  }

  /** The statement at the gate is there and waits. */
  private void waitsAtTheGate() {
    await()
        .until(
            () ->
                postgres
                    .query(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                            + " AND objid = 42 AND database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                    .equals(List.of("1")));
  }

  private void nobodyHasTheLock() {
    await()
        .until(
            () ->
                postgres
                    .query(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid <> 42"
                            + " AND database ="
                            + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                    .equals(List.of("0")));
  }

  private void theNextRunGoesOn() throws SQLException {
    nobodyHasTheLock();
    open();
    try (var next = upgrade()) {
      assertThat(next.exitCode()).as(next.said()).isZero();
    }
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r003");
    assertThat(postgres.query("SELECT outcome FROM athanor_journal ORDER BY started_at"))
        .containsExactly("INTERRUPTED", "DONE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "HUP"})
  void theStepThatIsBegunIsFinishedAndTheRestIsForTheNextRun(String signal) throws SQLException {
    assumeThat(Program.ignores(signal)).as("SIG%s is ignored here, as by nohup", signal).isFalse();
    three(GATE).in(folder);
    try (var run = upgrade()) {
      waitsAtTheGate();
      run.signal(signal).says("Stopping");
      open();
      assertThat(run.exitCode()).as(run.said()).isEqualTo(INTERRUPTED);
      assertThat(run.said()).contains("Interrupted", "2 of 3 steps are done", "at r002");
    }
    assertThat(postgres.tables()).containsExactly("t1", "t2");
    assertThat(postgres.query("SELECT outcome FROM athanor_journal"))
        .containsExactly("INTERRUPTED");
    theNextRunGoesOn();
  }

  @Test
  void theSecondSignalCancelsTheStatementAndUndoesItsRevision() throws SQLException {
    three(GATE).in(folder);
    try (var run = upgrade()) {
      waitsAtTheGate();
      run.signal("TERM").says("Stopping").signal("TERM");
      assertThat(run.exitCode()).as(run.said()).isEqualTo(INTERRUPTED);
      assertThat(run.said()).contains("Interrupted", "revision r002 was cancelled");
    }
    assertThat(postgres.tables()).containsExactly("t1");
    assertThat(postgres.query("SELECT outcome FROM athanor_journal"))
        .containsExactly("INTERRUPTED");
    theNextRunGoesOn();
  }

  @Test
  void theThirdSignalWaitsForNothing() throws SQLException {
    three(GATE).in(folder);
    try (var run = upgrade()) {
      waitsAtTheGate();
      // stopped, it hears three at once when it goes on
      run.signal("TERM").says("Stopping").signal("TERM").says("Cancelling").signal("TERM");
      assertThat(run.exitCode()).as(run.said()).isEqualTo(INTERRUPTED);
    }
    assertThat(postgres.tables()).containsExactly("t1");
    theNextRunGoesOn();
  }

  @Test
  void outsideATransactionItStopsBetweenTwoStatements() throws SQLException {
    three("")
        .without("r002.sql")
        .file(
            "r002.sql",
            """
            -- revision: r002
            -- down-revision: r001
            -- upgrade runInTransaction:false
            CREATE TABLE t2 (id int);
            SELECT pg_advisory_xact_lock(42);
            CREATE INDEX CONCURRENTLY t2_id ON t2 (id);
            -- downgrade
            DROP TABLE t2;
            """)
        .in(folder);
    try (var run = upgrade()) {
      waitsAtTheGate();
      run.signal("TERM").says("Stopping");
      open();
      assertThat(run.exitCode()).as(run.said()).isEqualTo(INTERRUPTED);
      assertThat(run.said()).contains("within revision r002", "before line 6");
    }
    assertThat(postgres.query("SELECT version_num FROM athanor_version")).containsExactly("r001");
    assertThat(postgres.query("SELECT to_regclass('t2_id')")).containsExactly("null");
    theNextRunGoesOn();
    assertThat(postgres.query("SELECT to_regclass('t2_id')")).containsExactly("t2_id");
  }

  @Test
  void whileItWaitsForTheLockItJustEnds() throws SQLException {
    three(GATE).in(folder);
    try (var holder = upgrade()) {
      waitsAtTheGate();
      try (var waiter = upgrade()) {
        waiter.says("waiting for the lock").signal("TERM");
        assertThat(waiter.exitCode()).as(waiter.said()).isEqualTo(INTERRUPTED);
        assertThat(waiter.said()).contains("while waiting for the lock");
      }
      open();
      assertThat(holder.exitCode()).as(holder.said()).isZero();
    }
  }

  @Test
  void whileItConnectsItJustEnds() throws Exception {
    three("").in(folder);
    // takes connections and never answers
    try (var silent = new ServerSocket(0)) {
      var url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/shop";
      try (var run = upgrade("--url", url, "-o", "json")) {
        try (var ours = silent.accept()) {
          run.signal("INT");
          assertThat(run.exitCode()).as(run.said()).isEqualTo(INTERRUPTED);
          assertThat(ours.isConnected()).isTrue();
        }
        assertThat(run.said()).contains("\"Interrupted\"", "while connecting");
      }
    }
  }
}
