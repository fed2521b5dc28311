package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.Warning;
import dev.athanor.changelog.importing.ImportOptions;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.changelog.importing.NewFolder;
import dev.athanor.changelog.importing.Tool;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code athanor import}. */
@Command(
    name = "import",
    description = "Writes a revision set out of another tool's history, which it only reads.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:",
      "  athanor import --from flyway src/main/resources/db/migration --revisions revisions",
      "  athanor import --from alembic alembic --sql-up up.sql --sql-down down.sql"
    })
final class ImportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Output output = new Output();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TOOL",
      converter = ToolName.class,
      description = "flyway, golang-migrate, dbmate, goose or alembic.")
  private Tool tool = Tool.FLYWAY;

  @Parameters(index = "0", paramLabel = "DIR", description = "The folder with its migrations.")
  private Path folder = Path.of("");

  @Option(
      names = "--revisions",
      paramLabel = "DIR",
      defaultValue = "revisions",
      description = "The folder to write: a new one, or an empty one. Default: ${DEFAULT-VALUE}.")
  private Path revisions = Path.of("revisions");

  @Option(
      names = "--placeholder",
      split = ",",
      paramLabel = "NAME=VALUE",
      description = "What is put in for $${NAME} in the scripts of Flyway and goose.")
  private Map<String, String> placeholders = Map.of();

  @Option(
      names = "--sql-up",
      paramLabel = "FILE",
      description = "For Alembic: the output of 'alembic upgrade heads --sql'.")
  private Optional<Path> sqlUp = Optional.empty();

  @Option(
      names = "--sql-down",
      paramLabel = "FILE",
      description = "For Alembic: the output of 'alembic downgrade heads:base --sql'.")
  private Optional<Path> sqlDown = Optional.empty();

  @Option(
      names = "--empty-for-code",
      description = "Make an empty revision of a migration that is a program, not an error.")
  private boolean emptyForCode;

  /** Reads {@code golang-migrate}. */
  static final class ToolName implements ITypeConverter<Tool> {
    @Override
    public Tool convert(String value) {
      for (var tool : Tool.values()) {
        if (tool.name().replace('_', '-').equalsIgnoreCase(value)) {
          return tool;
        }
      }
      throw new TypeConversionException(
          "expected one of flyway, golang-migrate, dbmate, goose, alembic but was '" + value + "'");
    }
  }

  @JsonPropertyOrder({"apiVersion", "kind", "folder", "revisions", "warnings"})
  record ImportDocument(
      String apiVersion,
      String kind,
      String folder,
      List<ImportedRevision> revisions,
      List<Warning> warnings) {}

  @JsonPropertyOrder({"revision", "version", "file", "source"})
  record ImportedRevision(String revision, String version, String file, String source) {}

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    var target = new NewFolder(terminal.directory().resolve(revisions));
    var imported =
        tool.read(
            terminal.directory().resolve(folder),
            new ImportOptions(
                placeholders,
                sqlUp.map(terminal.directory()::resolve),
                sqlDown.map(terminal.directory()::resolve),
                emptyForCode));
    target.write(imported);
    output.print(terminal, document(imported), out -> print(imported, out));
    return 0;
  }

  private ImportDocument document(Imported imported) {
    return new ImportDocument(
        Json.API_VERSION,
        "Import",
        revisions.toString(),
        imported.files().stream()
            .map(
                file ->
                    new ImportedRevision(
                        file.checked().revision().id(), file.version(), file.name(), file.origin()))
            .toList(),
        imported.warnings());
  }

  private void print(Imported imported, PrintWriter out) {
    for (var warning : imported.warnings()) {
      var place = warning.line() > 0 ? warning.file() + ":" + warning.line() : warning.file();
      terminal.err().printf("warning: %s: %s%n", place, warning.message());
    }
    for (var file : imported.files()) {
      out.printf("%s  %s%n", file.checked().revision().id(), file.name());
    }
    out.printf("%d revisions in %s.%n", imported.files().size(), revisions);
  }
}
