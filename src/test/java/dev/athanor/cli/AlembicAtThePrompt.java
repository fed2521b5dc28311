package dev.athanor.cli;

import static dev.athanor.revision.AlembicCases.elements;
import static dev.athanor.revision.AlembicCases.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.error.Reason;
import dev.athanor.revision.AlembicCases;
import dev.athanor.revision.AlembicCommand.Result;
import dev.athanor.revision.HistoryEntry;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import dev.athanor.revision.RowChange;
import dev.athanor.revision.Step;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Does at the command line, with revision files, what a recorded case did with Alembic's. */
final class AlembicAtThePrompt {
  private final Path folder;

  AlembicAtThePrompt(Path folder) {
    this.folder = folder;
  }

  /** Writes a graph as revision files whose names keep its load order. */
  void write(JsonNode graph) {
    int number = 0;
    for (var node : graph.get("revisions")) {
      var id = node.get("revision").asText();
      var text =
          "-- revision: "
              + id
              + "\n"
              + header("down-revision", node.get("downRevisions"))
              + header("depends-on", node.get("dependsOn"))
              + header("branch-labels", node.get("branchLabels"))
              + "\n-- upgrade\nSELECT 1;\n-- downgrade\nSELECT 2;\n";
      try {
        Files.writeString(folder.resolve("%05d.sql".formatted(number++)), text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String header(String key, JsonNode values) {
    var texts = texts(values);
    return texts.isEmpty() ? "" : "-- " + key + ": " + String.join(", ", texts) + "\n";
  }

  /** Runs a case. */
  Result run(JsonNode aCase) {
    var target = aCase.path("target").asText();
    return switch (aCase.get("command").asText()) {
      case "upgrade" -> planned(aCase, "plan", "upgrade", target);
      case "downgrade" -> planned(aCase, "plan", "downgrade", target);
      case "stamp" -> {
        var args = new ArrayList<>(List.of("plan", "stamp"));
        args.addAll(texts(aCase.get("targets")));
        purge(aCase, args);
        yield planned(aCase, args.toArray(String[]::new));
      }
      case "upgrade-sql" -> scripted("upgrade", "--sql", target);
      case "downgrade-sql" -> scripted("downgrade", "--sql", target);
      case "stamp-sql" -> {
        var args = new ArrayList<>(List.of("stamp", "--sql"));
        args.addAll(texts(aCase.get("targets")));
        purge(aCase, args);
        yield scripted(args.toArray(String[]::new));
      }
      case "history" -> history(aCase);
      case "current" -> current(aCase);
      case "check" -> answered(json("check", "--current", rows(aCase)));
      case "revision" -> {
        var args = request(aCase, "revision");
        args.addAll(List.of("--head", aCase.get("head").asText()));
        for (var name : texts(aCase.get("dependsOn"))) {
          args.addAll(List.of("--depends-on", name));
        }
        yield created(args);
      }
      case "merge" -> {
        var args = request(aCase, "merge");
        args.addAll(texts(aCase.get("revisions")));
        yield created(args);
      }
      default -> throw new IllegalArgumentException(aCase.get("command").asText());
    };
  }

  private static void purge(JsonNode aCase, List<String> args) {
    if (aCase.path("purge").asBoolean()) {
      args.add("--purge");
    }
  }

  private static List<String> request(JsonNode aCase, String command) {
    var args = new ArrayList<>(List.of(command, "--rev-id", aCase.get("revId").asText()));
    if (aCase.get("splice").asBoolean()) {
      args.add("--splice");
    }
    if (!aCase.get("branchLabel").isNull()) {
      args.addAll(List.of("--branch-label", aCase.get("branchLabel").asText()));
    }
    return args;
  }

  private static String rows(JsonNode aCase) {
    return String.join(",", texts(aCase.get("current")));
  }

  private Result planned(JsonNode aCase, String... command) {
    var args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--current", rows(aCase), "--no-sql"));
    var answer = json(args.toArray(String[]::new));
    var error = error(answer);
    return error.isPresent() ? refused(error) : planned(aCase.path("purge").asBoolean(), answer);
  }

  private Result scripted(String... command) {
    var answer = json(command);
    var error = error(answer);
    return error.isPresent() ? refused(error) : planned(false, answer);
  }

  private static Result planned(boolean purge, JsonNode plan) {
    var steps = elements(plan.get("steps")).map(step -> step(purge, step)).toList();
    return result(
        Optional.of(
            new Plan(
                operation(plan.get("operation").asText()),
                texts(plan.get("current")),
                plan.get("target").get("expression").asText(),
                texts(plan.get("target").get("revisions")),
                steps)),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Step step(boolean purge, JsonNode step) {
    var to = texts(step.get("to"));
    return new Step(
        Optional.ofNullable(step.get("revision")).map(JsonNode::asText),
        operation(step.get("direction").asText()),
        texts(step.get("from")),
        to,
        purge && to.isEmpty() ? List.of(new RowChange.DeleteAll()) : List.of(),
        texts(step.get("rowsAfter")));
  }

  private static Operation operation(String id) {
    return Operation.valueOf(id.toUpperCase(Locale.ROOT));
  }

  private Result history(JsonNode aCase) {
    var args = new ArrayList<>(List.of("history", "--current", rows(aCase)));
    if (!aCase.get("range").isNull()) {
      args.addAll(List.of("-r", aCase.get("range").asText()));
    }
    if (aCase.path("indicateCurrent").asBoolean()) {
      args.add("-i");
    }
    var answer = json(args.toArray(String[]::new));
    var error = error(answer);
    return error.isPresent()
        ? refused(error)
        : result(
            Optional.empty(),
            elements(answer.get("revisions")).map(AlembicAtThePrompt::entry).toList(),
            List.of(),
            Optional.empty(),
            Optional.empty());
  }

  private static HistoryEntry entry(JsonNode node) {
    var flags = EnumSet.noneOf(HistoryEntry.Flag.class);
    texts(node.get("flags"))
        .forEach(
            text ->
                flags.add(
                    Arrays.stream(HistoryEntry.Flag.values())
                        .filter(flag -> flag.text().equals(text))
                        .findFirst()
                        .orElseThrow()));
    return new HistoryEntry(revision(node), flags, texts(node.get("labels")));
  }

  private static Revision revision(JsonNode node) {
    return new Revision(
        node.get("revision").asText(),
        texts(node.get("downRevisions")),
        texts(node.get("dependsOn")),
        texts(node.get("branchLabels")),
        "",
        "",
        "");
  }

  private Result current(JsonNode aCase) {
    var args = new ArrayList<>(List.of("current", "--current", rows(aCase)));
    if (aCase.get("checkHeads").asBoolean()) {
      args.add("--check-heads");
    }
    var answer = json(args.toArray(String[]::new));
    var error = error(answer);
    return error.isPresent()
        ? refused(error)
        : result(
            Optional.empty(),
            List.of(),
            elements(answer.get("revisions")).map(each -> each.get("revision").asText()).toList(),
            Optional.empty(),
            Optional.empty());
  }

  private Result created(List<String> args) {
    var before = files();
    var answer = json(args.toArray(String[]::new));
    var error = error(answer);
    if (error.isPresent()) {
      assertThat(files()).as("nothing is left behind").isEqualTo(before);
      return refused(error);
    }
    assertThat(files()).hasSize(before.size() + 1);
    return result(
        Optional.empty(),
        List.of(),
        List.of(),
        RevisionSet.of(List.of(Source.folder(folder)))
            .file(answer.get("revision").asText())
            .map(file -> file.revision()),
        Optional.of(RevisionSet.of(List.of(Source.folder(folder))).graph()));
  }

  private List<String> files() {
    try (var list = Files.list(folder)) {
      return list.map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Result answered(JsonNode answer) {
    var error = error(answer);
    return error.isPresent()
        ? refused(error)
        : result(Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());
  }

  private static Optional<String> error(JsonNode answer) {
    return Optional.ofNullable(answer.get("error")).map(error -> error.get("reason").asText());
  }

  private static Result refused(Optional<String> error) {
    return new Result(
        error, Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.empty());
  }

  private static Result result(
      Optional<Plan> plan,
      List<HistoryEntry> entries,
      List<String> shown,
      Optional<Revision> created,
      Optional<RevisionGraph> after) {
    return new Result(Optional.empty(), plan, entries, shown, created, after);
  }

  /** Runs a command and reads its answer; the exit code is that of the reason, or 0. */
  JsonNode json(String... command) {
    var args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--revisions", folder.toString(), "-o", "json"));
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Athanor.run(
            Athanor.terminal(new PrintWriter(out), new PrintWriter(err), Map.of(), folder),
            args.toArray(String[]::new));
    JsonNode answer;
    try {
      answer = new ObjectMapper().readTree(out.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(exitCode)
        .as("%s%n%s%n%s", args, out, err)
        .isEqualTo(
            error(answer).map(reason -> Reason.of(reason).orElseThrow().exitCode()).orElse(0));
    return answer;
  }

  /** What {@code show} says of an expression: ids, or the reason of its refusal. */
  Object shown(String expression) {
    var answer = json("show", expression);
    var error = error(answer);
    return error.isPresent()
        ? error.get()
        : elements(answer.get("revisions")).map(each -> each.get("revision").asText()).toList();
  }

  /** The graph that a case is about. */
  static JsonNode graphOf(JsonNode aCase) {
    return AlembicCases.graphOf(aCase);
  }
}
