package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.api.OperationResult;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandsTest {
  @TempDir private Path folder;
  private Postgres postgres;
  private Cli athanor;

  @BeforeEach
  void project() {
    postgres = Postgres.freshDatabase();
    athanor = new Cli(folder).twoRevisions().with("ATHANOR_URL", postgres.url());
  }

  @Test
  void upgradeDowngradeAndCurrentAgree() {
    assertThat(athanor.run("current").out()).isEmpty();
    assertThat(athanor.run("upgrade", "head").out())
        .isEqualTo("upgrade aaaa1\nupgrade bbbb2\nThe database is at bbbb2.\n");
    assertThat(athanor.run("upgrade", "head").out())
        .isEqualTo("Nothing to do: the database is at bbbb2.\n");
    assertThat(athanor.run("downgrade", "-1").out())
        .isEqualTo("downgrade bbbb2\nThe database is at aaaa1.\n");
    assertThat(athanor.run("current").out()).isEqualTo("aaaa1\n");
    assertThat(athanor.run("stamp", "head").out()).endsWith("The database is at bbbb2.\n");
  }

  @Test
  void theResultIsOneJsonDocument() {
    var upgrade = athanor.run("upgrade", "head", "-o", "json");

    assertThat(upgrade.exitCode()).isZero();
    assertThat(upgrade.err()).isEmpty();
    assertThat(upgrade.json().at("/kind").asText()).isEqualTo("OperationResult");
    assertThat(upgrade.json().at("/current/0").asText()).isEqualTo("bbbb2");
    assertThat(upgrade.json().at("/steps").asInt()).isEqualTo(2);
    assertThat(upgrade.json().at("/database/product").asText()).isEqualTo("PostgreSQL");
  }

  @Test
  void theResultIsLeftInAFileAlsoWhenItFails() throws IOException {
    athanor.file(
        "revisions/3.sql",
        "-- revision: cccc3\n-- down-revision: bbbb2\n\n-- upgrade\nSELECT 1;\nSELECT nosuch;\n");

    var failed = athanor.run("upgrade", "head", "--result-file", "result");

    assertThat(failed.exitCode()).isEqualTo(13);
    assertThat(failed.err()).contains("SqlFailed", "3.sql", "SELECT nosuch", "42703");
    var result = OperationResult.parse(Files.readString(folder.resolve("result"))).orElseThrow();
    assertThat(result.current()).containsExactly("bbbb2");
    var error = Objects.requireNonNull(result.error());
    assertThat(error.reason()).isEqualTo("SqlFailed");
    assertThat(error.revision()).isEqualTo("cccc3");
    assertThat(error.line()).isEqualTo(6);
  }

  @Test
  void progressIsALineForEachStepWhereItIsAskedFor() {
    assertThat(athanor.run("upgrade", "head", "--progress", "plain").err())
        .contains("upgrade to head: 2 steps", "1/2 upgrade aaaa1", "2/2 upgrade bbbb2");
  }

  @Test
  void planAsksTheDatabaseAndChangesNothing() {
    assertThat(athanor.run("plan", "upgrade", "head", "-o", "json").json().at("/steps")).hasSize(2);
    assertThat(postgres.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .containsExactly("0");
  }

  @Test
  void aWrongPasswordIsSaidWithoutThePassword() {
    postgres.roleWithPassword("shopper", "right");

    var refused =
        athanor
            .with(
                "ATHANOR_URL", "jdbc:postgresql://localhost:%d/postgres".formatted(Postgres.port()))
            .with("ATHANOR_PASSWORD", "wr0ng-secret")
            .run("upgrade", "head", "--username", "shopper");

    assertThat(refused.exitCode()).isEqualTo(21);
    assertThat(refused.err()).contains("AuthenticationFailed", "shopper").doesNotContain("wr0ng");
  }

  @Test
  void aDatabaseThatIsNotThereIsSaidWithHostAndPort() {
    var refused =
        athanor.with("ATHANOR_URL", "jdbc:postgresql://localhost:1/shop").run("upgrade", "head");

    assertThat(refused.exitCode()).isEqualTo(20);
    assertThat(refused.err()).contains("DatabaseUnreachable", "localhost:1");
  }

  @Test
  void anotherSetThanExpectedIsRefused() {
    assertThat(athanor.run("upgrade", "head", "--expect-digest", "sha256:0").exitCode())
        .isEqualTo(23);
  }

  @Test
  void anUpgradeWithoutATargetGoesToTheHead() {
    assertThat(athanor.run("plan", "upgrade").out()).contains("bbbb2");
    assertThat(athanor.run("upgrade").out()).contains("at bbbb2");
  }

  @Test
  void aDowngradeWithoutATargetSaysWhatToWrite() {
    athanor.run("upgrade");

    var answer = athanor.run("downgrade");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("-1 for one step back", "base for all");
    assertThat(athanor.run("current").out()).contains("bbbb2");
  }

  @Test
  void quietShowsNoProgressButTheError() {
    assertThat(athanor.run("upgrade", "aaaa1", "-q", "--progress", "plain").err()).isEmpty();

    assertThat(athanor.run("-q", "upgrade", "nonsense").err()).contains("UnknownRevision");
  }

  @Test
  void raiseerrShowsWhereInTheProgramAnErrorComesFrom() {
    assertThat(athanor.run("upgrade", "nonsense", "--raiseerr").err()).contains("at dev.athanor.");
    assertThat(athanor.run("upgrade", "nonsense").err()).doesNotContain("at dev.athanor.");
  }
}
