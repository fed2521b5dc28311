package dev.athanor.testing;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** What runners that are killed work on, and how to tell whether it came out right. */
public enum KillScenario {
  /** PostgreSQL: each revision is one transaction, and is never seen half there. */
  POSTGRESQL(
      """
      %1$s
      CREATE TABLE t%2$d (id int);
      INSERT INTO t%2$d SELECT generate_series(1, 100);
      SELECT pg_sleep(0.03);
      UPDATE counter SET n = n + 1;
      CREATE INDEX i%2$d ON t%2$d (id);
      """,
      "", 250),

  /** PostgreSQL, where nothing is in the revision's transaction. */
  POSTGRESQL_OUTSIDE(
      """
      %1$s
      CREATE TABLE t%2$d (id int);
      INSERT INTO t%2$d SELECT generate_series(1, 100);
      UPDATE counter SET n = n + 1;
      CREATE UNIQUE INDEX CONCURRENTLY i%2$d ON t%2$d (id);
      ALTER TABLE t%2$d ADD COLUMN a int NOT NULL DEFAULT 5;
      %3$s
      UPDATE t%2$d SET a = a + 1;
      SELECT pg_sleep(0.02);
      REINDEX TABLE CONCURRENTLY t%2$d;
      DROP INDEX CONCURRENTLY i%2$d;
      CREATE INDEX CONCURRENTLY i%2$d ON t%2$d (a);
      """,
      " runInTransaction:false", 350),

  /** MariaDB: DDL commits by itself, rows have a transaction, a statement fails in the middle. */
  MARIADB(
      """
      %1$s
      CREATE TABLE t%2$d (id int PRIMARY KEY, n int NOT NULL);
      INSERT INTO t%2$d SELECT seq, 0 FROM seq_1_to_100;
      UPDATE counter SET n = n + 1;
      ALTER TABLE t%2$d ADD COLUMN a int NOT NULL DEFAULT 5, ADD INDEX i%2$d (n);
      UPDATE t%2$d SET a = a + 1;
      SELECT SLEEP(0.02);
      %3$s
      CREATE TRIGGER tr%2$d BEFORE INSERT ON t%2$d FOR EACH ROW BEGIN SET NEW.n = NEW.n + 7; END;
      INSERT INTO t%2$d (id, n) VALUES (0, 0);
      SET @before = @@foreign_key_checks, foreign_key_checks = 0;
      ALTER TABLE t%2$d ADD CONSTRAINT f%2$d FOREIGN KEY (a) REFERENCES later%2$d (id);
      SET foreign_key_checks = @before;
      UPDATE counter SET n = n + 100;
      CREATE VIEW v%2$d AS SELECT * FROM t%2$d;
      """,
      "", 500),

  /** SQLite: each revision is one transaction, and is never seen half there. */
  SQLITE(
      """
      %1$s
      CREATE TABLE t%2$d (id int);
      WITH RECURSIVE s (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s WHERE x < 20000)
        INSERT INTO t%2$d SELECT x FROM s;
      UPDATE counter SET n = n + 1;
      ALTER TABLE t%2$d ADD COLUMN more int;
      CREATE INDEX i%2$d ON t%2$d (id);
      """,
      "", 80),

  /** H2: DDL commits by itself, rows have a transaction, a statement fails in the middle. */
  H2(
      """
      %1$s
      CREATE TABLE t%2$d (id int PRIMARY KEY);
      INSERT INTO t%2$d SELECT x FROM SYSTEM_RANGE(1, 2000);
      UPDATE counter SET n = n + 1;
      ALTER TABLE t%2$d ADD COLUMN a int DEFAULT 5 NOT NULL;
      UPDATE t%2$d SET a = a + 1;
      %3$s
      CREATE INDEX i%2$d ON t%2$d (a);
      UPDATE counter SET n = n + 100;
      CREATE VIEW v%2$d AS SELECT * FROM t%2$d;
      """,
      "", 250);

  /** The revision in which a statement fails until somebody has made a table for it. */
  private static final int FAILING = 3;

  private static final int REVISIONS = 6;

  private final String sql;
  private final String attribute;
  private final int longestDelayMillis;

  KillScenario(String sql, String attribute, int longestDelayMillis) {
    this.sql = sql;
    this.attribute = attribute;
    this.longestDelayMillis = longestDelayMillis;
  }

  /** How long a runner may live after it has begun. */
  int longestDelayMillis() {
    return longestDelayMillis;
  }

  /** Every second revision as formatted SQL, which goes through Liquibase. */
  Revisions revisions() {
    var revisions = new Revisions();
    for (int i = 1; i <= REVISIONS; i++) {
      var id = "r%03d".formatted(i);
      var down = i == 1 ? "" : "-- down-revision: r%03d\n".formatted(i - 1);
      var first = i == 1 ? "CREATE TABLE counter (n int);\nINSERT INTO counter VALUES (0);" : "";
      var text = sql.formatted(first, i, i == FAILING ? "INSERT INTO gate VALUES (1);" : "");
      revisions.file(
          id + ".sql",
          i % 2 == 0
              ? "--liquibase formatted sql\n-- revision: %s\n%s--changeset test:1%s\n%s--rollback empty\n"
                  .formatted(id, down, attribute, text)
              : "-- revision: %s\n%s-- upgrade%s\n%s-- downgrade empty\n"
                  .formatted(id, down, attribute, text));
    }
    return revisions;
  }

  void prepare(TestDatabase database) {
    if (whole()) {
      mend(database);
    }
  }

  /** What a person does about the statement that fails; false when that was done already. */
  boolean mend(TestDatabase database) {
    if (database.tables().contains("gate")) {
      return false;
    }
    database.execute("CREATE TABLE gate (id int)");
    return true;
  }

  /** What is there of a revision that is not applied; empty where that may be, or is not. */
  String halfApplied(TestDatabase database) {
    if (!whole()) {
      return "";
    }
    int applied = applied(database);
    var tables = database.tables().stream().filter(name -> name.matches("t\\d")).toList();
    return tables.equals(numbered(applied, i -> "t" + i))
        ? ""
        : "%d revisions are applied and there are %s".formatted(applied, tables);
  }

  /** Whether a revision is one transaction. */
  private boolean whole() {
    return this == POSTGRESQL || this == SQLITE;
  }

  private static int applied(TestDatabase database) {
    if (!database.hasTable("athanor_version")) {
      return 0;
    }
    var rows = database.query("SELECT version_num FROM athanor_version");
    return rows.isEmpty() ? 0 : Integer.parseInt(rows.getFirst().substring(1));
  }

  private static List<String> numbered(int count, IntFunction<String> name) {
    return IntStream.rangeClosed(1, count).mapToObj(name).toList();
  }

  /** How a database that is at the head differs from one that got there in one run. */
  String wrong(TestDatabase database) {
    var wrong = new StringBuilder();
    expect(wrong, database, "SELECT version_num FROM athanor_version", "r006");
    expect(wrong, database, "SELECT count(*) FROM athanor_archive", "6");
    expect(wrong, database, "SELECT count(*) FROM athanor_journal_step", "6");
    switch (this) {
      case POSTGRESQL -> expect(wrong, database, "SELECT n FROM counter", "6");
      case SQLITE -> {
        expect(wrong, database, "SELECT n FROM counter", "6");
        expect(wrong, database, "PRAGMA integrity_check", "ok");
        for (int i = 1; i <= REVISIONS; i++) {
          expect(wrong, database, "SELECT count(*) FROM t" + i, "20000");
        }
      }
      case H2 -> {
        expect(wrong, database, "SELECT n FROM counter", "606");
        expect(wrong, database, "SELECT count(*) FROM gate", "1");
        expect(wrong, database, "SELECT count(*) FROM athanor_journal_statement", "0");
        for (int i = 1; i <= REVISIONS; i++) {
          expect(wrong, database, "SELECT count(*) || ':' || sum(a) FROM v" + i, "2000:12000");
        }
      }
      case POSTGRESQL_OUTSIDE -> {
        expect(wrong, database, "SELECT n FROM counter", "6");
        expect(wrong, database, "SELECT count(*) FROM gate", "1");
        expect(wrong, database, "SELECT count(*) FROM athanor_journal_statement", "0");
        expect(wrong, database, "SELECT count(*) FROM pg_index WHERE NOT indisvalid", "0");
        for (int i = 1; i <= REVISIONS; i++) {
          expect(wrong, database, "SELECT count(*) || ':' || sum(a) FROM t" + i, "100:600");
          expect(
              wrong,
              database,
              "SELECT count(*) FROM pg_indexes WHERE tablename = 't%d'".formatted(i),
              "1");
        }
      }
      case MARIADB -> {
        expect(wrong, database, "SELECT n FROM counter", "606");
        expect(wrong, database, "SELECT count(*) FROM gate", "1");
        expect(wrong, database, "SELECT count(*) FROM athanor_journal_statement", "0");
        for (int i = 1; i <= REVISIONS; i++) {
          expect(
              wrong,
              database,
              "SELECT concat(count(*), ':', sum(a), ':', sum(n)) FROM v" + i,
              "101:605:7");
        }
      }
    }
    return wrong.toString();
  }

  private static void expect(
      StringBuilder wrong, TestDatabase database, String query, String value) {
    var found = database.query(query);
    if (!found.equals(List.of(value))) {
      wrong.append("%s gives %s and not %s; ".formatted(query, found, value));
    }
  }
}
