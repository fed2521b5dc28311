package dev.athanor.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** Types commands in a folder. */
record Prompt(Path folder) {
  /** What came of one. */
  record Answer(int exitCode, String out, String err) {}

  Answer run(String... command) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        Athanor.run(
            Athanor.terminal(new PrintWriter(out), new PrintWriter(err), Map.of(), folder),
            command);
    return new Answer(exitCode, out.toString(), err.toString());
  }
}
