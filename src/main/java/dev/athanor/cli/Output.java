package dev.athanor.cli;

import dev.athanor.api.Json;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** {@code -o}: how a command prints its result. */
final class Output {
  private enum Format {
    text,
    json
  }

  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      paramLabel = "text|json",
      description = "How to print the result. The JSON is a contract.")
  private Format format = Format.text;

  /** Whether a program reads the result. */
  boolean json() {
    return format == Format.json;
  }

  /** Prints the result in the form that was asked for. */
  void print(Terminal terminal, Object document, Consumer<PrintWriter> text) {
    switch (format) {
      case json -> terminal.out().println(Json.write(document));
      case text -> text.accept(terminal.out());
    }
  }
}
