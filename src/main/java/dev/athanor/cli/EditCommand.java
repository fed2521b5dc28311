package dev.athanor.cli;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.CurrentPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code athanor edit}. */
@Command(
    name = "edit",
    description = "Opens a revision's file in $VISUAL or $EDITOR.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  athanor edit head"})
final class EditCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RevisionOptions revisions;
  @Mixin private CurrentOptions current;

  @Parameters(
      arity = "0..1",
      paramLabel = "REVISION",
      description = "head, current, an id or its beginning.")
  private List<String> given = List.of();

  EditCommand(Terminal terminal) {
    this.terminal = terminal;
    this.revisions = new RevisionOptions(terminal);
    this.current = new CurrentOptions(terminal);
  }

  @Override
  public Integer call() throws InterruptedException {
    var expression = Targets.one(spec, given);
    var set = revisions.read();
    var files = files(set, expression);
    var editor = editor(files);
    for (var file : files) {
      open(editor, file, terminal.directory());
    }
    return 0;
  }

  private List<String> files(RevisionSet set, String expression) {
    var graph = set.graph();
    var ids =
        expression.equals("current")
            ? new CurrentPosition(graph, current.rows()).shown()
            : graph.resolve(expression);
    if (ids.isEmpty()) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION, "'" + expression + "' is the base, which has no file.");
    }
    return ids.stream().flatMap(id -> set.file(id).stream()).map(file -> file.origin()).toList();
  }

  private String editor(List<String> files) {
    return Stream.of("VISUAL", "EDITOR")
        .flatMap(name -> Optional.ofNullable(terminal.environment().get(name)).stream())
        .filter(editor -> !editor.isBlank())
        .findFirst()
        .orElseThrow(
            () ->
                new AthanorException(
                    Reason.INVALID_USAGE,
                    "No editor is named: set VISUAL or EDITOR. To edit are: "
                        + String.join(", ", files)));
  }

  private static void open(String editor, String file, Path directory) throws InterruptedException {
    // the variable may hold options: `code --wait`
    var command = new ArrayList<>(List.of(editor.strip().split("\\s+", -1)));
    command.add(file);
    int exitCode;
    try {
      exitCode =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .inheritIO()
              .start()
              .waitFor();
    } catch (IOException e) {
      throw failed(editor, file, "cannot be started");
    }
    if (exitCode != 0) {
      throw failed(editor, file, "ended with exit code " + exitCode);
    }
  }

  private static AthanorException failed(String editor, String file, String what) {
    return new AthanorException(
            Reason.INVALID_CONFIGURATION,
            "The editor '%s' %s; VISUAL or EDITOR names it. To edit is %s."
                .formatted(editor, what, file))
        .at(file, 0);
  }
}
