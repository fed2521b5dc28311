package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpDataCommandTest {
  @TempDir private Path folder;
  private final Postgres postgres = Postgres.freshDatabase();
  private Cli cli;

  @BeforeEach
  void twoTables() {
    postgres.execute(
        "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(30,10), note text, paid boolean,"
            + " at timestamptz, body jsonb, raw bytea, tags text[], ratio float8)",
        "INSERT INTO orders VALUES (2, 12345678901234567890.0000000001, 'ä \"quoted\"'"
            + ", true, '2026-01-02 03:04:05+00', '{\"a\": [1, null]}', '\\x00ff', '{x,NULL}', 'NaN')",
        "INSERT INTO orders (id) VALUES (1)",
        "CREATE TABLE \"Odd name\" (id int)");
    cli = new Cli(folder).with("ATHANOR_URL", postgres.url()).twoRevisions();
  }

  private JsonNode dumped(String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(file).toFile());
  }

  @Test
  void rowsAreWrittenInTheOrderOfThePrimaryKeyWithTheirTypes() throws IOException {
    assertThat(cli.run("dump-data", "--table", "orders").out()).contains("orders.json: 2 rows");

    var rows = dumped("fixtures/orders.json");
    assertThat(rows.at("/0/id").asInt()).isEqualTo(1);
    assertThat(rows.at("/0/total").isNull()).isTrue();
    assertThat(rows.at("/1/note").asText()).isEqualTo("ä \"quoted\"");
    assertThat(rows.at("/1/paid").isBoolean()).isTrue();
    assertThat(rows.at("/1/at").asText()).startsWith("2026-01-02");
    assertThat(rows.at("/1/body/a/0").asInt()).isEqualTo(1);
    assertThat(rows.at("/1/raw").asText()).isEqualTo("AP8=");
    assertThat(rows.at("/1/tags/0").asText()).isEqualTo("x");
    assertThat(rows.at("/1/ratio").asText()).isEqualTo("NaN");
    assertThat(Files.readString(folder.resolve("fixtures/orders.json")))
        .contains("12345678901234567890.0000000001");
  }

  @Test
  void allMeansAllButOurOwn() throws IOException {
    cli.run("ensure-version");

    cli.run("dump-data", "--table", "*", "--dir", "out");

    try (var files = Files.list(folder.resolve("out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("orders.json", "Odd+name.json");
    }
    assertThat(dumped("out/Odd+name.json")).isEmpty();
  }

  @Test
  void aFileThatIsThereIsOnlyReplacedWhenAsked() throws IOException {
    cli.file("fixtures/orders.json", "mine");

    var refused = cli.run("dump-data", "--table", "*");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("FileExists", "orders.json", "--overwrite");
    assertThat(folder.resolve("fixtures/Odd+name.json")).doesNotExist();

    assertThat(cli.run("dump-data", "--table", "orders", "--overwrite").out())
        .contains("Replaced", "orders.json");
    assertThat(dumped("fixtures/orders.json")).hasSize(2);
  }

  @Test
  void anUnknownTableIsRefusedWithThoseThatThereAre() {
    var refused = cli.run("dump-data", "--table", "order");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("'order'", "orders", "Odd name", "--schema");
    assertThat(folder.resolve("fixtures")).doesNotExist();
  }

  @Test
  void aLargeTableIsWrittenWhole() throws IOException {
    postgres.execute(
        "CREATE TABLE many AS SELECT g AS id, repeat('x', 200) AS text FROM generate_series(1, 300000) g");

    var answer = cli.run("dump-data", "--table", "many", "-o", "json");

    assertThat(answer.json().at("/tables/0/rows").asLong()).isEqualTo(300_000);
    assertThat(Files.size(folder.resolve("fixtures/many.json"))).isGreaterThan(60_000_000);
  }
}
