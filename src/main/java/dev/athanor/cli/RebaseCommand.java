package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.HeaderEdit;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.migrate.Migrator;
import dev.athanor.revision.Rebase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code athanor rebase}. */
@Command(
    name = "rebase",
    description = {
      "Puts a branch on top of another head: the headers of its files are rewritten.",
      "Refused when the database that is named has any of it, by its rows, its archive or a revision"
          + " that was cut off; --current says where one is."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor rebase 8f2c1a0b9d34 main@head",
      "  athanor rebase feature@head 1f3a9c0b7d21 --current 1f3a9c0b7d21"
    })
final class RebaseCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "BRANCH",
      description = "The branch, by its head: what leads to it and ONTO does not have moves.")
  private String revision = "";

  @Parameters(
      index = "1",
      paramLabel = "ONTO",
      description = "The revision that it is to stand on.")
  private String onto = "";

  @JsonPropertyOrder({"apiVersion", "kind", "onto", "branch", "changed"})
  record RebaseDocument(
      String apiVersion, String kind, String onto, List<String> branch, List<Change> changed) {}

  @JsonPropertyOrder({"revision", "from", "to", "file"})
  record Change(String revision, List<String> from, List<String> to, String file) {}

  RebaseCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    var set = revisions.read();
    var rebase = Rebase.of(set.graph(), revision, onto);
    rebase.refuseApplied(applied(set));
    Map<String, String> texts = new LinkedHashMap<>();
    var changes =
        rebase.changed().stream()
            .map(
                moved -> {
                  var file = set.file(moved.id()).orElseThrow();
                  texts.put(file.origin(), HeaderEdit.downRevisions(file, moved.downRevisions()));
                  return new Change(
                      moved.id(),
                      file.revision().downRevisions(),
                      moved.downRevisions(),
                      file.origin());
                })
            .toList();
    texts.forEach(RevisionFiles::replace);
    output.print(
        terminal,
        new RebaseDocument(Json.API_VERSION, "Rebase", rebase.onto(), rebase.branch(), changes),
        out -> {
          changes.forEach(
              change ->
                  out.printf(
                      "%s: %s -> %s (%s)%n",
                      change.revision(),
                      change.from().isEmpty() ? "<base>" : String.join(", ", change.from()),
                      String.join(", ", change.to()),
                      change.file()));
          if (changes.isEmpty()) {
            out.println("Nothing to do: it stands there already.");
          }
        });
    return 0;
  }

  /** What the database that is named has, or what --current says; nothing where neither is. */
  private Set<String> applied(RevisionSet set) {
    if (current.given().isPresent()) {
      var rows = current.given().get().stream().filter(set.graph()::contains).toList();
      return set.graph().applied(rows);
    }
    if (!current.database().named()) {
      return Set.of();
    }
    try (var database = current.database().open()) {
      return Migrator.applied(database, set);
    }
  }
}
