package dev.athanor.cli;

import dev.athanor.revision.RevisionGraph;
import dev.athanor.revision.RevisionRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What {@code revision} and {@code merge} let one say about the revision that they write. */
final class NewRevisionOptions {
  private static final int ID_BYTES = 6;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "One line about what it does; also part of the file's name.")
  private Optional<String> message = Optional.empty();

  @Option(
      names = "--rev-id",
      paramLabel = "ID",
      description = "Its id; without this, twelve random hexadecimal digits.")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--splice",
      description = "Allow it to follow a revision that is no head, and so begin a branch.")
  private boolean splice;

  @Option(
      names = "--branch-label",
      paramLabel = "LABEL",
      description = "A name for the branch that goes on here; may be given several times.")
  private List<String> branchLabels = List.of();

  @Option(
      names = "--version-path",
      paramLabel = "DIR",
      description =
          "Which of the --revisions folders to write into; without this, that of the revision it"
              + " follows.")
  private Optional<Path> folder = Optional.empty();

  /** The request, for {@link dev.athanor.revision.NewRevision}. */
  RevisionRequest request(
      Terminal terminal,
      RevisionGraph graph,
      List<String> heads,
      List<String> dependsOn,
      String otherwise) {
    return new RevisionRequest(
        id.orElseGet(() -> unused(graph)),
        heads,
        splice,
        branchLabels,
        dependsOn,
        message.orElse(otherwise),
        terminal.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static String unused(RevisionGraph graph) {
    var random = new SecureRandom();
    var bytes = new byte[ID_BYTES];
    String id;
    do {
      random.nextBytes(bytes);
      id = HexFormat.of().formatHex(bytes);
    } while (graph.contains(id));
    return id;
  }

  /** The folder that was asked for. */
  Optional<Path> folder() {
    return folder;
  }
}
