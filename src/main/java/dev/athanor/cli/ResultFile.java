package dev.athanor.cli;

import dev.athanor.api.OperationResult;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a Job's pod leaves what the operator learns of the database. */
final class ResultFile {
  @Option(
      names = "--result-file",
      paramLabel = "FILE",
      description = "Where to leave the result as one line of JSON, at most 4095 bytes long.")
  private Optional<Path> file = Optional.empty();

  /** Leaves it, if it was asked for. */
  void leave(Terminal terminal, OperationResult result) {
    file.ifPresent(
        path -> {
          try {
            Files.writeString(terminal.directory().resolve(path), result.toTerminationMessage());
          } catch (IOException e) {
            throw new AthanorException(
                Reason.INVALID_CONFIGURATION,
                "The result cannot be left in %s; --result-file names it.".formatted(path),
                e);
          }
        });
  }
}
