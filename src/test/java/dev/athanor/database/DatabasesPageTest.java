package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/databases.md} is what {@link Capabilities} says. */
class DatabasesPageTest {
  private static String row(Capabilities can) {
    return "| %s | %s | %s | %s | %s | %s | `%s`, `%s` |"
        .formatted(
            can.product(),
            can.transactionalDdl() ? "one transaction" : "statement by statement",
            can.lock(),
            can.fingerprint(),
            can.driver().artifact() + ", " + can.driver().licence(),
            can.driver().shipped() ? "yes" : "no",
            can.id(VersionTable.WIDTH),
            can.instantType());
  }

  @Test
  void theTableSaysWhatTheProgramKnows() throws IOException {
    var expected =
        Dialect.NAMES.stream().map(name -> row(Dialect.named(name).capabilities())).toList();

    assertThat(Files.readAllLines(Path.of("docs/databases.md")))
        .filteredOn(line -> line.startsWith("| ") && line.contains("varchar"))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void everyProductHasASectionOfItsOwn() throws IOException {
    var page = Files.readString(Path.of("docs/databases.md"));

    assertThat(Dialect.NAMES)
        .allSatisfy(
            name ->
                assertThat(page)
                    .containsPattern(
                        "(?m)^## .*" + Dialect.named(name).capabilities().product() + "\\b"));
  }
}
