package dev.athanor.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationMessageTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.123Z");

  @Test
  void a_short_result_is_written_whole_and_read_back() {
    var result = result(new ErrorDetail("SqlFailed", "no"), List.of("a1"));

    assertThat(result.toTerminationMessage())
        .isEqualTo(
            "{\"apiVersion\":\"athanor.dev/v1alpha1\",\"kind\":\"OperationResult\","
                + "\"operation\":\"upgrade\",\"target\":{\"expression\":\"head\","
                + "\"revisions\":[\"a1\"]},\"from\":[\"a1\"],\"to\":[\"a1\"],\"steps\":1,"
                + "\"planned\":2,\"startedAt\":\"2026-11-23T12:00:00Z\","
                + "\"completedAt\":\"2026-11-23T12:00:00Z\",\"current\":[\"a1\"],"
                + "\"digest\":\"sha256:0\",\"database\":{\"product\":\"PostgreSQL\","
                + "\"version\":\"17\",\"identity\":\"pg:1/db\",\"versionTable\":\"public.v\"},"
                + "\"error\":{\"reason\":\"SqlFailed\",\"message\":\"no\"}}");
    assertThat(OperationResult.parse(result.toTerminationMessage())).contains(result);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\"", "\\", "\n", "\u0001", "ä", "🜂"})
  void a_long_one_fits_whatever_it_is_made_of(String character) {
    var text = character.repeat(20_000);
    var result =
        result(new ErrorDetail(text, text, text, 3, text, text, text), List.of("a1", "b2"));

    var message = result.toTerminationMessage();

    assertThat(message.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
    var read = OperationResult.parse(message).orElseThrow();
    assertThat(read.truncated()).isTrue();
    assertThat(read.current()).containsExactly("a1", "b2");
  }

  @Test
  void a_long_statement_costs_no_other_field() {
    var result =
        result(
            new ErrorDetail("SqlFailed", "no", "a.sql", 3, "a1", "S".repeat(9_000), "42601"),
            List.of("a1"));

    var read = OperationResult.parse(result.toTerminationMessage()).orElseThrow();

    assertThat(read.error())
        .isEqualTo(
            new ErrorDetail("SqlFailed", "no", "a.sql", 3, "a1", "S".repeat(1_500) + "…", "42601"));
    assertThat(read.from()).isEqualTo(result.from());
  }

  @Test
  void where_the_database_is_outlives_where_it_came_from() {
    var rows = IntStream.range(0, 60).mapToObj("revision-id-%04d"::formatted).toList();

    var read =
        OperationResult.parse(
                result(new ErrorDetail("SqlFailed", "no"), rows).toTerminationMessage())
            .orElseThrow();

    assertThat(read.current()).isEqualTo(rows);
    assertThat(read.from()).isNull();
  }

  @Test
  void rows_that_cannot_fit_are_left_out_and_never_cut() {
    var rows = IntStream.range(0, 1000).mapToObj("revision-id-%04d"::formatted).toList();

    var read =
        OperationResult.parse(
                result(new ErrorDetail("SqlFailed", "no"), rows).toTerminationMessage())
            .orElseThrow();

    assertThat(read.current()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Killed", "{", "{\"kind\":\"Plan\"}", "{}", "[1]"})
  void what_is_not_a_result_is_not_taken_for_one(String message) {
    assertThat(OperationResult.parse(message)).isEmpty();
  }

  private static OperationResult result(ErrorDetail error, List<String> rows) {
    return OperationResult.builder("upgrade")
        .target("head", rows)
        .from(rows)
        .to(rows)
        .current(rows)
        .steps(1, 2)
        .startedAt(NOON)
        .completedAt(NOON)
        .digest("sha256:0")
        .database("PostgreSQL", "17", "pg:1/db", "public.v")
        .error(error)
        .build();
  }
}
