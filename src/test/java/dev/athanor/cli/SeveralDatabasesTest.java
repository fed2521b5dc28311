package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One athanor.yaml with a shop and a bank. */
class SeveralDatabasesTest {
  @TempDir private Path folder;
  private final Postgres shop = Postgres.freshDatabase();
  private final Postgres bank = Postgres.freshDatabase();
  private Cli cli;

  @BeforeEach
  void twoDatabases() {
    cli =
        new Cli(folder)
            .file(
                "athanor.yaml",
                """
                databases:
                  shop:
                    url: "%s"
                    revisions: shop
                  bank:
                    url: "%s"
                    revisions: [bank]
                    version-table: bank_version
                """
                    .formatted(shop.url(), bank.url()))
            .file("shop/1.sql", revision("aaaa1", "CREATE TABLE orders (id int);"))
            .file("bank/1.sql", revision("bbbb1", "CREATE TABLE accounts (id int);"));
  }

  private static String revision(String id, String sql) {
    return "-- revision: " + id + "\n-- upgrade\n" + sql + "\n-- downgrade\nSELECT 1;\n";
  }

  @Test
  void theNamedOneIsUpgradedWithItsOwnRevisionsAndVersionTable() {
    assertThat(cli.run("upgrade", "--database", "bank").exitCode()).isZero();

    assertThat(shop.tables()).isEmpty();
    assertThat(bank.tables()).contains("accounts", "bank_version");
  }

  @Test
  void theNameMayStandBeforeTheCommandAsInAlembic() {
    assertThat(cli.run("-n", "shop", "heads").out()).contains("aaaa1");
    assertThat(cli.run("-c", "athanor.yaml", "--name", "bank", "heads").out()).contains("bbbb1");
  }

  @Test
  void theNameMayComeFromTheEnvironment() {
    assertThat(cli.with("ATHANOR_DATABASE", "shop").run("heads").out()).contains("aaaa1");
  }

  @Test
  void withoutANameTheKnownOnesAreListed() {
    var answer = cli.run("upgrade", "head");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("shop, bank", "--database NAME", "--database all");
    assertThat(shop.tables()).isEmpty();
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    var answer = cli.run("upgrade", "--database", "shpo", "-o", "json");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.json().at("/error/reason").asText()).isEqualTo("InvalidUsage");
    assertThat(answer.json().at("/error/message").asText()).contains("'shpo'", "shop, bank");
  }

  @Test
  void whatIsAboutNoDatabaseNeedsNoName() {
    assertThat(cli.run("list-templates").exitCode()).isZero();
    assertThat(cli.run("upgrade", "--help").exitCode()).isZero();
  }

  @Test
  void allAreUpgradedInTheFilesOrder() {
    var answer = cli.run("upgrade", "--database", "all", "-o", "json");

    assertThat(answer.exitCode()).isZero();
    assertThat(answer.json().at("/databases/0/database").asText()).isEqualTo("shop");
    assertThat(answer.json().at("/databases/1/result/current/0").asText()).isEqualTo("bbbb1");
    assertThat(shop.tables()).contains("orders");
    assertThat(bank.tables()).contains("accounts");
  }

  @Test
  void anUpgradeOfAllStopsAtTheFirstThatFails() {
    cli.file("shop/1.sql", revision("aaaa1", "CREATE TABLE nonsense;"));

    var answer = cli.run("upgrade", "--database", "all", "-o", "json");

    assertThat(answer.exitCode()).isEqualTo(13);
    assertThat(answer.json().at("/databases/0/result/error/reason").asText())
        .isEqualTo("SqlFailed");
    assertThat(answer.json().at("/notTried/0").asText()).isEqualTo("bank");
    assertThat(bank.tables()).isEmpty();
    assertThat(cli.run("upgrade", "--database", "all").err()).contains("not tried: bank");
  }

  @Test
  void aLookAtAllGoesOnAfterAFailureAndSaysIt() {
    cli.run("upgrade", "--database", "bank");

    var answer = cli.run("check", "--database", "all");

    assertThat(answer.exitCode()).isEqualTo(12);
    assertThat(answer.out()).contains("== shop", "pending  aaaa1", "== bank");
  }

  @Test
  void whatWritesFilesIsForOneAtATime() {
    var answer = cli.run("revision", "-m", "more", "--database", "all");

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains("one database at a time");
  }

  @Test
  void aVariableOfTheDatabasesOwnGoesBeforeTheFileAndThatBeforeTheGeneralOne() {
    cli.with("ATHANOR_REVISIONS", "nowhere").with("ATHANOR_BANK__REVISIONS", "shop");

    assertThat(cli.run("heads", "--database", "shop").out()).contains("aaaa1");
    assertThat(cli.run("heads", "--database", "bank").out()).contains("aaaa1");
  }

  @Test
  void eachMayHaveAPasswordOfItsOwn() {
    shop.roleWithPassword("shopkeeper", "open sesame");
    cli.with("ATHANOR_SHOP__USERNAME", "shopkeeper")
        .with("ATHANOR_SHOP__PASSWORD", "open sesame")
        .with("ATHANOR_PASSWORD", "of somebody else")
        .with("ATHANOR_SHOP__URL", shop.url().replace("?user=postgres", ""));

    assertThat(cli.run("upgrade", "--database", "shop").exitCode()).isZero();
  }

  @Test
  void aKeyThatIsNoOptionIsNamedWithItsDatabase() {
    cli.file("athanor.yaml", "databases:\n  shop:\n    ulr: jdbc:postgresql://localhost/shop\n");

    var answer = cli.run("heads");

    assertThat(answer.exitCode()).isEqualTo(17);
    assertThat(answer.err()).contains("databases.shop.ulr");
  }

  @Test
  void oneAloneNeedsNoName() {
    cli.file("athanor.yaml", "databases:\n  shop:\n    revisions: shop\n");

    assertThat(cli.run("heads").out()).contains("aaaa1");
  }
}
