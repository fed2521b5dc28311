package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.Json;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.error.AthanorException;
import dev.athanor.migrate.Comparison;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor check}. */
@Command(
    name = "check",
    description = "Compares the database with the revision set.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ends with exit code 12 while revisions are pending, 14 when a file was edited after it was"
          + " applied or put behind what was, 11 when the database is at a revision that the set does not have.",
      "",
      "Example:",
      "  athanor check",
      "  athanor check orders@head",
      "  athanor check --current 8f2c1a0b9d34"
    })
final class CheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private Output output = new Output();

  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description =
          "Look only at what this implies: <label>@head, an id; others' revisions are then nobody's"
              + " fault.")
  private List<String> target = List.of();

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyOrder({
    "apiVersion",
    "kind",
    "current",
    "upToDate",
    "pending",
    "edited",
    "missing",
    "gaps",
    "error"
  })
  record CheckDocument(
      String apiVersion,
      String kind,
      List<String> current,
      boolean upToDate,
      List<String> pending,
      List<String> edited,
      List<String> missing,
      List<String> gaps,
      @Nullable ErrorDetail error) {}

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var branch =
        target.isEmpty() ? Optional.<String>empty() : Optional.of(Targets.one(spec, target));
    var set = revisions.look();
    var whole =
        current
            .given()
            .map(rows -> Comparison.of(set, rows))
            .orElseGet(
                () -> {
                  try (var database = current.database().open()) {
                    return Comparison.of(database, set);
                  }
                });
    var comparison = branch.map(each -> whole.narrowed(set, each)).orElse(whole);
    var objection = comparison.objection(set);
    output.print(terminal, document(comparison, objection), out -> print(comparison, set, out));
    objection.ifPresent(error -> Failures.text(terminal, output, error));
    return objection.map(error -> error.reason().exitCode()).orElse(0);
  }

  private static CheckDocument document(
      Comparison comparison, Optional<AthanorException> objection) {
    return new CheckDocument(
        Json.API_VERSION,
        "Check",
        comparison.rows(),
        objection.isEmpty(),
        comparison.pending(),
        comparison.edited().stream().map(file -> file.revision().id()).toList(),
        comparison.missing(),
        comparison.gaps(),
        objection.map(ErrorDetail::of).orElse(null));
  }

  private static void print(Comparison comparison, RevisionSet set, PrintWriter out) {
    comparison.missing().forEach(id -> out.println("missing  " + id));
    comparison
        .edited()
        .forEach(file -> out.println("edited   " + file.revision().id() + "  " + file.origin()));
    comparison
        .gaps()
        .forEach(
            id ->
                out.println(
                    "gap      " + id + set.file(id).map(file -> "  " + file.origin()).orElse("")));
    comparison.pending().forEach(id -> out.println("pending  " + id));
    var rows = comparison.rows();
    out.println("The database is at " + (rows.isEmpty() ? "base" : String.join(", ", rows)) + ".");
  }
}
