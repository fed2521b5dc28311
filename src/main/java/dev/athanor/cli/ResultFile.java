package dev.athanor.cli;

import dev.athanor.api.ErrorDetail;
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

  /**
   * Does the work and leaves its result, if it was asked for, however the work ends.
   *
   * @param result filled in by the work; its error and the time of it are filled in here
   * @throws AthanorException what the work threw, or what nobody foresaw made one of ours
   */
  void of(Terminal terminal, OperationResult.Builder result, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      var error = Failures.of(e);
      result.completedAt(terminal.clock().instant()).error(ErrorDetail.of(error));
      throw error;
    } finally {
      leave(terminal, result.build());
    }
  }

  private void leave(Terminal terminal, OperationResult result) {
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
