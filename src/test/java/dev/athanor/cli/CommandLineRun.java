package dev.athanor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one command at the prompt came to.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it said besides
 */
record CommandLineRun(int exitCode, String out, String err) {

  /** Runs it in a folder, with nothing in the environment. */
  static CommandLineRun in(Path directory, String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Athanor.run(
            Athanor.terminal(new PrintWriter(out), new PrintWriter(err), Map.of(), directory),
            args);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }

  /** What it printed, as JSON. */
  JsonNode json() {
    try {
      return new ObjectMapper().readTree(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
