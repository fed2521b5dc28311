package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Dialect;
import dev.athanor.testing.LocalDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.h2.tools.RunScript;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code --sql} for each product, against the files in {@code src/test/resources/scripts}. */
class ScriptsOfEachProductTest {
  private static final Path SCRIPTS = Path.of("src/test/resources/scripts");

  private Cli athanor;

  @BeforeEach
  void project(@TempDir Path folder) {
    athanor =
        new Cli(folder)
            .file(
                "revisions/1.yaml",
                """
                # revision: aaaa1
                # message: orders
                databaseChangeLog:
                - changeSet:
                    id: '1'
                    author: test
                    changes:
                    - createTable:
                        tableName: orders
                        columns:
                        - column: {name: id, type: int, autoIncrement: true, constraints: {primaryKey: true}}
                        - column: {name: customer, type: 'varchar(100)', constraints: {nullable: false}}
                        - column: {name: paid, type: boolean, defaultValueBoolean: false}
                        - column: {name: note, type: clob}
                    - createIndex:
                        tableName: orders
                        indexName: orders_customer
                        columns:
                        - column: {name: customer}
                - changeSet:
                    id: '2'
                    author: test
                    changes:
                    - insert:
                        tableName: orders
                        columns:
                        - column: {name: customer, value: "it's"}
                    rollback:
                    - delete: {tableName: orders}
                """)
            .file(
                "revisions/2.sql",
                """
                -- revision: bbbb2
                -- down-revision: aaaa1
                -- message: cheap ones

                -- upgrade
                CREATE VIEW cheap AS SELECT id FROM orders; -- a comment
                UPDATE orders SET customer = 'x' -- no end
                -- downgrade
                DROP VIEW cheap;
                """);
  }

  static Stream<String> products() {
    return Dialect.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("products")
  void aScriptIsAsTheProductsOwnClientWantsIt(String product) throws IOException {
    var up = athanor.run("upgrade", "head", "--sql", "--dialect", product);
    var down = athanor.run("downgrade", "bbbb2:base", "--sql", "--dialect", product);
    var table = athanor.run("ensure-version", "--sql", "--dialect", product);

    assertThat(up.err() + down.err() + table.err()).isEmpty();
    assertThat(up.out() + "\n" + down.out() + "\n" + table.out())
        .isEqualTo(Files.readString(SCRIPTS.resolve(product + ".sql")));
  }

  @ParameterizedTest
  @MethodSource("products")
  void aPlanShowsTheProductsOwnSql(String product) {
    var plan = athanor.run("plan", "upgrade", "head", "--current", "aaaa1", "--dialect", product);

    assertThat(plan.err()).isEmpty();
    assertThat(plan.out()).contains("CREATE VIEW cheap", "bbbb2");
  }

  @Test
  void theScriptForSqliteRuns(@TempDir Path files) throws SQLException {
    var script = athanor.run("upgrade", "head", "--sql", "--dialect", "sqlite").out();
    var local = LocalDatabase.sqlite(files);

    try (var connection = DriverManager.getConnection(local.url());
        var statement = connection.createStatement()) {
      statement.executeUpdate(script);
    }

    assertThat(local.query("SELECT version_num FROM athanor_version")).containsExactly("bbbb2");
    assertThat(local.query("SELECT customer FROM orders")).containsExactly("x");
  }

  @Test
  void theScriptForH2Runs(@TempDir Path files) throws SQLException {
    var script = athanor.run("upgrade", "head", "--sql", "--dialect", "h2").out();
    var local = LocalDatabase.h2(files);

    try (var connection = DriverManager.getConnection(local.url())) {
      RunScript.execute(connection, new StringReader(script));
    }

    assertThat(local.query("SELECT version_num FROM athanor_version")).containsExactly("bbbb2");
    assertThat(local.query("SELECT customer FROM orders")).containsExactly("x");
  }

  @Test
  void cockroachDbIsRefusedWithTheReason() {
    var refused = athanor.run("upgrade", "head", "--sql", "--dialect", "cockroachdb");

    assertThat(refused.exitCode()).isEqualTo(17);
    assertThat(refused.err()).contains("UnsupportedDatabase", "pg_try_advisory_lock");
  }
}
