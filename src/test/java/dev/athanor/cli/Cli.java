package dev.athanor.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The program in this process, in a folder and an environment of its own. */
final class Cli {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  Cli(Path folder) {
    this.folder = folder;
  }

  /** What one run left behind. */
  record Result(int exitCode, String out, String err) {
    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new UncheckedIOException(out, e);
      }
    }
  }

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Writes a file below the folder. */
  Cli file(String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two revisions in {@code revisions/}: {@code aaaa1} with a table, and {@code bbbb2} upon it. */
  Cli twoRevisions() {
    return file(
            "revisions/1.sql",
            """
            -- revision: aaaa1
            -- message: orders

            -- upgrade
            CREATE TABLE orders (id bigint);
            -- downgrade
            DROP TABLE orders;
            """)
        .file(
            "revisions/2.sql",
            """
            -- revision: bbbb2
            -- down-revision: aaaa1
            -- message: totals

            -- upgrade
            ALTER TABLE orders ADD COLUMN total numeric;
            -- downgrade
            ALTER TABLE orders DROP COLUMN total;
            """);
  }

  Result run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var exitCode =
        Athanor.run(
            Athanor.terminal(new PrintWriter(out), new PrintWriter(err), environment, folder),
            args);
    return new Result(exitCode, out.toString(), err.toString());
  }
}
