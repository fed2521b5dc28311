package dev.athanor.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is marked for an approver. */
class DestructionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP TABLE orders",
        "drop schema old cascade",
        "ALTER TABLE orders ADD a int, DROP COLUMN b",
        "ALTER TABLE orders DROP b",
        "TRUNCATE orders",
        "DELETE FROM orders WHERE id = 1",
        "WITH old AS (DELETE FROM orders RETURNING *) SELECT 1",
        "/* quick */ DROP FOREIGN TABLE f",
        "DROP MATERIALIZED VIEW m",
        "ALTER TABLE orders DROP \"Note\"",
        "ALTER TABLE orders ADD CONSTRAINT c CHECK (a > 0), DROP \"Note\"",
        "ALTER TABLE parts TRUNCATE PARTITION p0",
        "MERGE INTO orders USING gone ON orders.id = gone.id WHEN MATCHED THEN DELETE",
        "DO $$ BEGIN DELETE FROM orders; END $$",
        "DO LANGUAGE plpgsql $do$ BEGIN DROP TABLE \"Orders\"; END $do$"
      })
  void what_takes_data_away_is_marked(String sql) {
    assertThat(Destruction.of(SqlSyntax.POSTGRESQL, sql)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE drop_table (delete_me int)",
        "ALTER TABLE orders DROP CONSTRAINT c",
        "ALTER TABLE orders ALTER a DROP NOT NULL, ALTER b DROP DEFAULT",
        "DROP INDEX i",
        "DROP VIEW v",
        "INSERT INTO log VALUES ('DROP TABLE orders')",
        "-- DROP TABLE orders\nSELECT 1",
        "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS $$ DELETE FROM orders $$",
        "ALTER TABLE orders ADD FOREIGN KEY (a) REFERENCES b ON DELETE CASCADE",
        "DO $$ BEGIN PERFORM 'DELETE'; DROP INDEX i; END $$",
        "UPDATE orders SET a = 1"
      })
  void what_loses_nothing_is_not(String sql) {
    assertThat(Destruction.of(SqlSyntax.POSTGRESQL, sql)).isEmpty();
  }

  @Test
  void a_name_in_backquotes_is_a_name_too() {
    assertThat(Destruction.of(SqlSyntax.MYSQL, "ALTER TABLE `orders` DROP `note`"))
        .contains("ALTER TABLE `orders` DROP `note`");
  }

  @Test
  void a_batch_is_looked_through() {
    assertThat(Destruction.of(SqlSyntax.BATCHES, "IF 1 = 1 DROP TABLE orders")).isPresent();
    assertThat(Destruction.of(SqlSyntax.BATCHES, "BEGIN DELETE FROM orders; END;")).isPresent();
    assertThat(
            Destruction.of(SqlSyntax.BATCHES, "CREATE PROCEDURE p AS BEGIN DELETE FROM orders END"))
        .isEmpty();
  }

  @Test
  void a_long_statement_is_shown_in_short() {
    var sql = "DELETE FROM orders\n  WHERE note = '" + "x".repeat(500) + "'";

    assertThat(Destruction.of(SqlSyntax.POSTGRESQL, sql).orElseThrow())
        .startsWith("DELETE FROM orders WHERE note")
        .hasSize(120);
  }
}
