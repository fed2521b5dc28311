package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Postgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DropAllCommandTest {
  private static final String LEFT =
      """
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
      UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
      """;

  @TempDir private Path folder;
  private Postgres postgres;
  private Cli athanor;

  @BeforeEach
  void a_database_with_something_of_everything() {
    postgres = Postgres.freshDatabase();
    athanor = new Cli(folder).twoRevisions().with("ATHANOR_URL", postgres.url());
    athanor.run("upgrade", "head");
    postgres.execute(
        "CREATE TYPE mood AS ENUM ('sad', 'happy')",
        "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
        "CREATE TYPE pair AS (a int, b int)",
        "CREATE TYPE span AS RANGE (subtype = float8)",
        "CREATE SEQUENCE numbers",
        "CREATE FUNCTION twice(n int) RETURNS int LANGUAGE sql AS 'SELECT 2 * n'",
        "CREATE PROCEDURE nothing() LANGUAGE sql AS ''",
        "CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int)",
        "CREATE AGGREGATE many(*) (sfunc = int8inc, stype = int8, initcond = '0')",
        "CREATE TABLE \"Odd \"\"Name\"\"\" (id serial PRIMARY KEY, m mood, p positive)",
        "CREATE TABLE child (id int GENERATED ALWAYS AS IDENTITY, parent int REFERENCES"
            + " \"Odd \"\"Name\"\"\", n int DEFAULT nextval('numbers'))",
        "CREATE TABLE parted (k int) PARTITION BY RANGE (k)",
        "CREATE TABLE part1 PARTITION OF parted FOR VALUES FROM (0) TO (10)",
        "CREATE VIEW looks AS SELECT twice(id) FROM child",
        "CREATE MATERIALIZED VIEW looked AS SELECT * FROM looks",
        "CREATE VIEW again AS SELECT * FROM looked");
  }

  @Test
  void without_anybody_to_ask_it_drops_nothing() {
    var refused = athanor.run("drop-all");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--no-prompt");
    assertThat(postgres.tables()).contains("orders", "child");
  }

  @Test
  void with_no_prompt_everything_goes_and_is_named() {
    var dropped = athanor.run("drop-all", "--no-prompt");

    assertThat(dropped.exitCode()).as(dropped.err()).isZero();
    assertThat(dropped.out()).contains("from schema public of database " + postgres.name());
    assertThat(dropped.err())
        .contains("table public.orders", "view public.looks", "materialized view public.looked")
        .contains("table public.\"Odd \"\"Name\"\"\"", "sequence public.numbers")
        .contains("type public.mood", "domain public.positive", "function public.twice(n integer)")
        .contains("aggregate public.many(*)", "procedure public.nothing()")
        .contains("table public.athanor_version", "table public.athanor_journal")
        .contains("table public.athanor_archive");
    assertThat(postgres.query(LEFT)).isEmpty();
  }

  @Test
  void afterwards_the_database_is_as_good_as_new() {
    athanor.run("drop-all", "--no-prompt");

    assertThat(athanor.run("drop-all", "--no-prompt").out())
        .isEqualTo("Nothing to drop: schema public is empty.\n");
    assertThat(athanor.run("upgrade", "head").out()).endsWith("The database is at bbbb2.\n");
  }

  @Test
  void the_json_names_what_was_dropped() {
    var json = athanor.run("drop-all", "--no-prompt", "-o", "json").json();

    assertThat(json.get("kind").asText()).isEqualTo("DropAll");
    assertThat(json.get("schema").asText()).isEqualTo("public");
    assertThat(json.get("dropped").toString())
        .contains("{\"kind\":\"table\",\"name\":\"public.orders\"}");
  }

  @Test
  void a_person_types_the_name_of_the_database() {
    assertThat(interactively("yes").exitCode()).isEqualTo(12);
    assertThat(postgres.tables()).contains("orders");

    var dropped = interactively(postgres.name());

    assertThat(dropped.exitCode()).as(dropped.err()).isZero();
    assertThat(dropped.err()).contains("table public.orders", "Type the database's name");
    assertThat(postgres.query(LEFT)).isEmpty();
  }

  @Test
  void whatever_outside_depends_on_it_stops_it() {
    postgres.execute(
        "CREATE SCHEMA other", "CREATE VIEW other.looks AS SELECT * FROM public.orders");

    var refused = athanor.run("drop-all", "--no-prompt");

    assertThat(refused.exitCode()).isEqualTo(13);
    assertThat(refused.err()).contains("other.looks", "nothing was dropped");
    assertThat(postgres.tables()).contains("orders");
    assertThat(postgres.query("SELECT count(*) FROM other.looks")).containsExactly("0");
  }

  @Test
  void another_schema_stays_except_for_our_tables_in_it() {
    postgres.execute("CREATE SCHEMA shop", "CREATE SCHEMA ours", "CREATE TABLE ours.kept (id int)");
    var there = List.of("--schema", "shop", "--version-table-schema", "ours");
    assertThat(run(there, "upgrade", "head").exitCode()).isZero();

    var dropped = run(there, "drop-all", "--no-prompt");

    assertThat(dropped.exitCode()).as(dropped.err()).isZero();
    assertThat(dropped.err()).contains("table shop.orders", "table ours.athanor_version");
    assertThat(
            postgres.query(
                "SELECT relname FROM pg_class WHERE relnamespace IN"
                    + " ('shop'::regnamespace, 'ours'::regnamespace)"))
        .containsExactly("kept");
    assertThat(postgres.tables()).contains("orders");
  }

  @Test
  void a_runner_at_work_is_waited_for() throws Exception {
    try (var database = dev.athanor.database.Database.open(postgres.settings());
        var runner = database.session("runner")) {
      dev.athanor.database.SessionLock.take(
          runner, runner.tables().version(), (holder, waited) -> {}, () -> false);

      var refused = athanor.run("drop-all", "--no-prompt", "--lock-timeout", "1s");

      assertThat(refused.exitCode()).isEqualTo(22);
      assertThat(postgres.tables()).contains("orders");
    }
  }

  private Cli.Result run(List<String> options, String... args) {
    var all = new java.util.ArrayList<>(List.of(args));
    all.addAll(options);
    return athanor.run(all.toArray(String[]::new));
  }

  private Cli.Result interactively(String answer) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal =
        new Terminal(
            new PrintWriter(out),
            new PrintWriter(err),
            true,
            () -> Optional.of(answer),
            Map.of("ATHANOR_URL", postgres.url()),
            folder,
            Clock.systemUTC(),
            new StopSignal());
    return new Cli.Result(Athanor.run(terminal, "drop-all"), out.toString(), err.toString());
  }
}
