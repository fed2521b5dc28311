package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.FileCheck;
import dev.athanor.changelog.RevisionFile;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.migrate.Squash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code athanor squash}. */
@Command(
    name = "squash",
    description = {
      "Folds a stretch of history into its last revision, which keeps its id.",
      "Databases that have it stay where they are; new ones run one revision for all."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor squash :8f2c1a0b9d34",
      "  athanor squash 1f3a9c0b7d21:8f2c1a0b9d34 -m 'orders as of 2.0'"
    })
final class SquashCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;
  @Mixin private Output output = new Output();

  @Parameters(
      index = "0",
      paramLabel = "[FROM]:TO",
      description = "What is folded, both ends included; from the base without FROM.")
  private String range = "";

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "The message of what comes out. Default: that of TO.")
  private Optional<String> message = Optional.empty();

  @Option(
      names = "--dialect",
      defaultValue = "postgresql",
      paramLabel = "NAME",
      description =
          "Whose SQL stands for revisions in XML, YAML, JSON and formatted SQL. Default: ${DEFAULT-VALUE}.")
  private String dialect = "postgresql";

  @JsonPropertyOrder({"apiVersion", "kind", "revision", "replaces", "file", "removed", "warnings"})
  record SquashDocument(
      String apiVersion,
      String kind,
      String revision,
      List<String> replaces,
      String file,
      List<String> removed,
      List<String> warnings) {}

  SquashCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() {
    int colon = range.indexOf(':');
    if (colon != range.lastIndexOf(':') || colon + 1 == range.length()) {
      throw new AthanorException(
          Reason.RANGE_SYNTAX, "'%s' is not of the form [FROM]:TO.".formatted(range));
    }
    var set = revisions.read();
    var from = Optional.of(range.substring(0, Math.max(colon, 0))).filter(id -> !id.isEmpty());
    var squash = Squash.of(set, from, range.substring(colon + 1), dialect, message);
    current.known().ifPresent(squash::refuseMiddle);
    var old = Path.of(squash.file().origin());
    var name = squash.file().name().replaceFirst("(?i)\\.(sql|ya?ml|xml|json)(\\.gz)?$", "");
    var file = old.resolveSibling(name + ".sql");
    if (!file.equals(old) && Files.exists(file)) {
      throw new AthanorException(
              Reason.DUPLICATE_FILE, "%s is there already. Rename it, or %s.".formatted(file, old))
          .at(file.toString(), 0);
    }
    var written =
        RevisionFile.of(
            name + ".sql", file.toString(), squash.text().getBytes(StandardCharsets.UTF_8));
    FileCheck.check(written.orElseThrow().in(squash.file().syntax()));
    var removed =
        squash.replaced().stream().map(id -> set.file(id).orElseThrow().origin()).toList();

    RevisionFiles.replace(file.toString(), squash.text());
    if (!file.equals(old)) {
      RevisionFiles.remove(old.toString());
      RevisionFiles.list(file);
    }
    removed.forEach(RevisionFiles::remove);
    squash.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
    output.print(
        terminal,
        new SquashDocument(
            Json.API_VERSION,
            "Squash",
            squash.revision().id(),
            squash.replaced(),
            file.toString(),
            removed,
            squash.warnings()),
        out ->
            out.printf(
                "%d revisions are now %s, in %s.%nBring every database to %s before you give it this set.%n",
                squash.replaced().size() + 1,
                squash.revision().id(),
                file,
                squash.revision().id()));
    return 0;
  }
}
