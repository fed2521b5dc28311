package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WaitCommandTest {
  @TempDir private Path folder;

  private final Postgres postgres = Postgres.freshDatabase();
  private final StringWriter err = new StringWriter();
  private final StopSignal stop = new StopSignal();
  private Cli athanor;

  @BeforeEach
  void project() {
    athanor = new Cli(folder).twoRevisions().with("ATHANOR_URL", postgres.url());
  }

  /** One that waits, in a thread of its own. */
  private CompletableFuture<Integer> waiting(String url, String... args) {
    var terminal =
        new Terminal(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            false,
            Optional::empty,
            Map.of("ATHANOR_URL", url),
            folder,
            Clock.systemUTC(),
            stop);
    return CompletableFuture.supplyAsync(() -> Athanor.run(terminal, args));
  }

  private void awaitWords(String words) {
    Awaitility.await().until(() -> err.toString().contains(words));
  }

  @Test
  void aDatabaseAtTheHeadsIsNotWaitedFor() {
    athanor.run("upgrade", "heads");

    var done = athanor.run("wait", "-o", "json");

    assertThat(done.exitCode()).isZero();
    assertThat(done.json().at("/kind").asText()).isEqualTo("Wait");
    assertThat(done.json().at("/target/0").asText()).isEqualTo("bbbb2");
    assertThat(done.json().at("/current/0").asText()).isEqualTo("bbbb2");
    assertThat(done.err()).isEmpty();
  }

  @Test
  void whenTheTimeIsOverItSaysWhatItSawLastAndHasCreatedNothing() {
    athanor.run("upgrade", "aaaa1");

    var over = athanor.run("wait", "--timeout", "1s");

    assertThat(over.exitCode()).isEqualTo(25);
    assertThat(over.err())
        .contains("TargetNotReached", "bbbb2 within 1 s", "Last seen: the database is at aaaa1");

    var empty = Postgres.freshDatabase();
    assertThat(
            athanor
                .with("ATHANOR_URL", empty.url())
                .run("wait", "--timeout", "0s", "-o", "json")
                .json()
                .at("/error/reason")
                .asText())
        .isEqualTo("TargetNotReached");
    assertThat(empty.query("SELECT relname FROM pg_class WHERE relname LIKE 'athanor%'")).isEmpty();
  }

  @Test
  void aDatabaseThatHasGoneFurtherHasReachedItToo() throws IOException {
    athanor.run("upgrade", "heads");
    assertThat(athanor.run("wait", "aaaa1").exitCode()).isZero();

    Files.delete(folder.resolve("revisions/2.sql"));
    assertThat(athanor.run("wait").exitCode()).as("the set is older than the database").isZero();

    Files.delete(folder.resolve("revisions/1.sql"));
    Files.delete(folder.resolve("revisions"));
    assertThat(athanor.run("wait", "aaaa1").exitCode()).as("no files at all").isZero();
    assertThat(athanor.run("wait", "cccc3", "--timeout", "0s").exitCode()).isEqualTo(25);
  }

  @Test
  void withoutFilesOnlyAnIdCanBeWaitedFor() throws IOException {
    Files.delete(folder.resolve("revisions/2.sql"));
    Files.delete(folder.resolve("revisions/1.sql"));
    Files.delete(folder.resolve("revisions"));

    for (var target : new String[] {"head", "heads", "+1", "app@head"}) {
      assertThat(athanor.run("wait", target).exitCode()).as(target).isEqualTo(2);
    }
    assertThat(athanor.run("wait").err()).contains("--revisions");
  }

  @Test
  void whoMayOnlyReadMayWait() {
    athanor.run("upgrade", "heads");
    postgres.roleWithPassword("onlyreads", "secret");
    postgres.execute(
        "REVOKE ALL ON SCHEMA public FROM onlyreads",
        "GRANT USAGE ON SCHEMA public TO onlyreads",
        "GRANT SELECT ON athanor_version, athanor_archive TO onlyreads");
    athanor.with("ATHANOR_USERNAME", "onlyreads").with("ATHANOR_PASSWORD", "secret");

    assertThat(athanor.run("wait").exitCode()).isZero();
    assertThat(athanor.run("wait", "aaaa1").exitCode()).isZero();
  }

  @Test
  void theDatabaseMayComeLater() {
    var name = postgres.name() + "_later";
    var url = postgres.url().replace(postgres.name(), name);
    var waiting = waiting(url, "wait");
    awaitWords("there is no database");
    postgres.execute("CREATE DATABASE " + name);
    awaitWords("the database is at base");

    assertThat(athanor.with("ATHANOR_URL", url).run("upgrade", "heads").exitCode()).isZero();

    assertThat(waiting.join()).isZero();
  }

  @Test
  void thePasswordMayComeLater() throws IOException {
    athanor.run("upgrade", "heads");
    postgres.roleWithPassword("comeslater", "right");
    postgres.execute("GRANT SELECT ON athanor_version, athanor_archive TO comeslater");
    var waiting =
        waiting(postgres.url(), "wait", "--username", "comeslater", "--password-file", "token");
    awaitWords("MissingSecretKey");
    Files.writeString(folder.resolve("token"), "wrong\n");
    awaitWords("AuthenticationFailed");
    Files.writeString(folder.resolve("token"), "right\n");

    assertThat(waiting.join()).isZero();
  }

  @Test
  void whoIsAskedToStopStops() {
    var waiting = waiting(postgres.url(), "wait");
    awaitWords("waiting:");
    stop.give();

    assertThat(waiting.join()).isEqualTo(24);
  }

  @Test
  void whatCannotGetBetterIsNotWaitedFor() {
    assertThat(athanor.run("wait", "nosuch").exitCode()).isEqualTo(11);
    assertThat(athanor.with("ATHANOR_URL", "jdbc:oracle:thin:@x").run("wait").exitCode())
        .isEqualTo(17);
  }
}
