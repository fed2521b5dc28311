package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.cli.ProgressLines.Style;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLinesTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
  private static final Step STEP =
      new Step(
          Optional.of("a1b2"),
          Operation.UPGRADE,
          List.of(),
          List.of("a1b2"),
          List.of(),
          List.of("a1b2"));

  private final StringWriter written = new StringWriter();

  @Test
  void whereNobodyLooksOnOnlyWhatTakesLongIsSaid() {
    var progress = ProgressLines.of(terminal(false), Style.AUTO);

    progress.stepStarted(1, 1, STEP);
    progress.statementRunning(STEP, "UPDATE t SET a = 1", Duration.ofSeconds(90));
    progress.stepDone(1, 1, STEP, Duration.ofSeconds(95), 1);

    assertThat(written.toString().lines())
        .containsExactly(
            "upgrade a1b2: running for 1 min 30 s, since 2026-11-25T11:58:30Z: UPDATE t SET a = 1");
  }

  @Test
  void aWaitInALogIsALineEveryTenSeconds() {
    var progress = ProgressLines.of(terminal(false), Style.PLAIN);

    for (var second = 1; second <= 25; second++) {
      progress.waitingForLock("process 42", Duration.ofSeconds(second));
    }

    assertThat(written.toString().lines())
        .containsExactly(
            "waiting for the lock for 1.0 s, since 2026-11-25T11:59:59Z, held by process 42",
            "waiting for the lock for 11.0 s, since 2026-11-25T11:59:59Z, held by process 42",
            "waiting for the lock for 21.0 s, since 2026-11-25T11:59:59Z, held by process 42");
  }

  @Test
  void anotherWaitIsSaidAtOnceAndHasItsOwnBeginning() {
    var progress = ProgressLines.of(terminal(false), Style.PLAIN);

    progress.waitingForLock("process 42", Duration.ofSeconds(30));
    progress.waitingForLock("process 43", Duration.ofSeconds(2));

    assertThat(written.toString().lines())
        .containsExactly(
            "waiting for the lock for 30.0 s, since 2026-11-25T11:59:30Z, held by process 42",
            "waiting for the lock for 2.0 s, since 2026-11-25T11:59:58Z, held by process 43");
  }

  @Test
  void whoWantsNoneIsToldWarningsOnly() {
    var progress = ProgressLines.of(terminal(true), Style.NONE);

    progress.statementRunning(STEP, "SELECT 1", Duration.ofHours(1));
    progress.warning("look here");

    assertThat(written.toString().lines()).containsExactly("warning: look here");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.04S, 40 ms",
    "PT2.5S, 2.5 s",
    "PT59.96S, 60.0 s",
    "PT3M5S, 3 min 5 s",
    "PT1H2M, 1 h 2 min"
  })
  void aDurationIsInWordsThatAreShort(Duration duration, String readable) {
    assertThat(ProgressLines.readable(duration)).isEqualTo(readable);
  }

  private Terminal terminal(boolean interactive) {
    return new Terminal(
        new PrintWriter(new StringWriter()),
        new PrintWriter(written, true),
        interactive,
        Optional::empty,
        Map.of(),
        Path.of(""),
        NOON,
        new StopSignal());
  }
}
