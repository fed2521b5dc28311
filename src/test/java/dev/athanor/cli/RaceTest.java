package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.athanor.testing.Postgres;
import dev.athanor.testing.Program;
import dev.athanor.testing.Revisions;
import dev.athanor.testing.TcpProxy;
import java.net.InetAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that want to move one database at the same time. */
class RaceTest {
  private final Postgres postgres = Postgres.freshDatabase();
  @TempDir private Path folder;

  private String throughProxy(TcpProxy proxy, String host) {
    return postgres.url().replace("localhost:" + postgres.serverPort(), host + ":" + proxy.port());
  }

  private Program upgrade(String url, String... more) {
    var args = new java.util.ArrayList<>(java.util.List.of("upgrade", "head", "--url", url));
    args.addAll(java.util.List.of("--revisions", folder.toString()));
    args.addAll(java.util.List.of(more));
    return Program.start(args.toArray(String[]::new));
  }

  @Test
  void twoHostsThatRaceDoEachRevisionOnce() throws Exception {
    Revisions.line(6).in(folder);
    try (var one = TcpProxy.to(postgres.serverPort(), InetAddress.getByName("127.0.0.2"));
        var two = TcpProxy.to(postgres.serverPort(), InetAddress.getByName("127.0.0.3"));
        var first = upgrade(throughProxy(one, "127.0.0.2"));
        var second = upgrade(throughProxy(two, "127.0.0.3"))) {
      assertThat(first.exitCode()).as(first.said()).isZero();
      assertThat(second.exitCode()).as(second.said()).isZero();
    }
    assertThat(postgres.query("SELECT revision FROM athanor_journal_step ORDER BY completed_at"))
        .containsExactly("r001", "r002", "r003", "r004", "r005", "r006");
    assertThat(postgres.query("SELECT count(*) FROM athanor_journal")).containsExactly("1");
  }

  @Test
  void aHolderThatHangsIsNamedAndSinceWhen() {
    Revisions.line(1).revision("r002", "r001", "SELECT pg_sleep(600);", "SELECT 1;").in(folder);
    try (var hanging = upgrade(postgres.url())) {
      await()
          .until(
              () ->
                  !postgres
                      .query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                      .isEmpty());
      hanging.signal("STOP");

      var asText = new Cli(folder).run(lookOn("--lock-timeout", "1s"));
      var asJson = new Cli(folder).run(lookOn("--lock-timeout", "1s", "-o", "json"));

      assertThat(asText.exitCode()).isEqualTo(22);
      assertThat(asText.err())
          .containsPattern("process \\d+, athanor upgrade, from 127.0.0.1")
          .containsPattern("connected since 20[-0-9T:]+Z, active since 20[-0-9T:]+Z");
      assertThat(asJson.out())
          .contains("\"LockTimeout\"")
          .containsPattern("process \\d+, athanor upgrade, .*active since 20[-0-9T:]+Z");
    }
  }

  private String[] lookOn(String... more) {
    var args = new java.util.ArrayList<>(java.util.List.of("upgrade", "head"));
    args.addAll(java.util.List.of("--url", postgres.url(), "--revisions", folder.toString()));
    args.addAll(java.util.List.of(more));
    return args.toArray(String[]::new);
  }
}
