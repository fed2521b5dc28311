package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.ChildRunner;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Liquibase takes longer to load than everything else: it loads for those who need it. */
class StartUpTest {
  private final Postgres postgres = Postgres.freshDatabase();

  private String loaded(Path folder) throws Exception {
    var child = ChildRunner.start(postgres, folder, "-Xlog:class+load:stdout");
    var said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor()).as(said).isZero();
    return said;
  }

  private static final String YAML =
      """
      # revision: aaaa
      databaseChangeLog:
        - changeSet:
            id: 1
            author: test
            changes:
              - createTable:
                  tableName: person
                  columns:
                    - column: {name: id, type: int}
      """;

  @Test
  void aRunWithNothingToDoLoadsNoClassOfLiquibase(@TempDir Path folder) throws Exception {
    new Revisions().file("a.yaml", YAML).in(folder);

    assertThat(loaded(folder)).contains("steps 1", " liquibase.");
    assertThat(loaded(folder)).contains("steps 0").doesNotContain(" liquibase.");
  }

  @Test
  void norDoRevisionsInTheShortForm(@TempDir Path folder) throws Exception {
    Revisions.line(2).in(folder);

    assertThat(loaded(folder)).contains("steps 2").doesNotContain(" liquibase.");
  }
}
