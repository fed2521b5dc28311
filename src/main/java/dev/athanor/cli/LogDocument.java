package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.api.TargetDocument;
import dev.athanor.database.JournalEntry;
import dev.athanor.database.LoggedOperation;
import dev.athanor.database.LoggedStep;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code athanor log} prints as JSON. */
@JsonPropertyOrder({"apiVersion", "kind", "operations"})
record LogDocument(String apiVersion, String kind, List<Entry> operations) {

  /**
   * One operation.
   *
   * @param outcome {@code done}, {@code failed}, {@code interrupted}, {@code running}, or {@code
   *     abandoned}: it was running when its runner was killed
   */
  @JsonPropertyOrder({
    "id",
    "operation",
    "target",
    "outcome",
    "performedBy",
    "tag",
    "startedAt",
    "completedAt",
    "durationMillis",
    "from",
    "to",
    "planned",
    "error",
    "steps"
  })
  record Entry(
      String id,
      String operation,
      TargetDocument target,
      String outcome,
      String performedBy,
      @Nullable String tag,
      String startedAt,
      @Nullable String completedAt,
      @Nullable Long durationMillis,
      List<String> from,
      List<String> to,
      int planned,
      @Nullable String error,
      List<StepEntry> steps) {

    static Entry of(LoggedOperation operation) {
      var entry = operation.entry();
      return new Entry(
          entry.id(),
          entry.operation().id(),
          new TargetDocument(entry.expression(), entry.targets()),
          outcomeOf(operation),
          operation.performedBy(),
          entry.tag().orElse(null),
          entry.startedAt().toString(),
          entry.completedAt().map(Object::toString).orElse(null),
          durationOf(entry).map(Duration::toMillis).orElse(null),
          entry.from(),
          entry.to(),
          entry.planned(),
          errorOf(entry).orElse(null),
          operation.steps().stream().map(StepEntry::of).toList());
    }
  }

  /** One step. */
  @JsonPropertyOrder({
    "step",
    "direction",
    "revision",
    "from",
    "to",
    "statements",
    "completedAt",
    "durationMillis"
  })
  record StepEntry(
      int step,
      String direction,
      @Nullable String revision,
      List<String> from,
      List<String> to,
      int statements,
      String completedAt,
      long durationMillis) {

    static StepEntry of(LoggedStep step) {
      return new StepEntry(
          step.number(),
          step.direction().id(),
          step.revision().orElse(null),
          step.from(),
          step.to(),
          step.statements(),
          step.completedAt().toString(),
          step.duration().toMillis());
    }
  }

  static LogDocument of(List<LoggedOperation> operations) {
    return new LogDocument(Json.API_VERSION, "Log", operations.stream().map(Entry::of).toList());
  }

  static String outcomeOf(LoggedOperation operation) {
    return operation.abandoned()
        ? "abandoned"
        : operation.entry().outcome().name().toLowerCase(Locale.ROOT);
  }

  static Optional<Duration> durationOf(JournalEntry entry) {
    return entry.completedAt().map(end -> Duration.between(entry.startedAt(), end));
  }

  static Optional<String> errorOf(JournalEntry entry) {
    return entry.error().filter(error -> !error.isBlank());
  }
}
