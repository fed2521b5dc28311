package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.Warning;
import dev.athanor.changelog.importing.ImportOptions;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.changelog.importing.NewFolder;
import dev.athanor.changelog.importing.Tool;
import dev.athanor.migrate.LiquibaseHistory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      "  athanor import --from alembic alembic --sql-up up.sql --sql-down down.sql",
      "  athanor import --from liquibase db/changelog.xml --search-path src/main/resources"
    })
final class ImportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private Output output = new Output();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TOOL",
      converter = SourceName.class,
      description = "flyway, golang-migrate, dbmate, goose, alembic or liquibase.")
  private Source tool = Source.FLYWAY;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The folder with its migrations; for Liquibase the root changelog.")
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

  @Option(
      names = "--per",
      defaultValue = "changeset",
      paramLabel = "changeset|file",
      description = "For Liquibase: what becomes one revision. Default: ${DEFAULT-VALUE}.")
  private Unit per = Unit.changeset;

  @Option(
      names = "--search-path",
      split = ",",
      paramLabel = "DIR",
      description = "For Liquibase: where includes are looked for, beside the root's own folder.")
  private List<Path> searchPath = List.of();

  @Option(
      names = "--contexts",
      split = ",",
      paramLabel = "NAME",
      description = "For Liquibase: the contexts that it is run with. Default: all changesets.")
  private Set<String> contexts = Set.of();

  private enum Unit {
    changeset,
    file
  }

  /** What can be imported. */
  enum Source {
    FLYWAY,
    GOLANG_MIGRATE,
    DBMATE,
    GOOSE,
    ALEMBIC,
    LIQUIBASE;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Reads {@code golang-migrate}. */
  static final class SourceName implements ITypeConverter<Source> {
    @Override
    public Source convert(String value) {
      return Arrays.stream(Source.values())
          .filter(source -> source.word().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + Arrays.stream(Source.values())
                              .map(Source::word)
                              .collect(Collectors.joining(", "))
                          + " but was '"
                          + value
                          + "'"));
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
    var imported = read(terminal.directory().resolve(folder));
    target.write(imported);
    output.print(terminal, document(imported), out -> print(imported, out));
    return 0;
  }

  private Imported read(Path source) {
    return switch (tool) {
      case FLYWAY -> Tool.FLYWAY.read(source, options());
      case GOLANG_MIGRATE -> Tool.GOLANG_MIGRATE.read(source, options());
      case DBMATE -> Tool.DBMATE.read(source, options());
      case GOOSE -> Tool.GOOSE.read(source, options());
      case ALEMBIC -> Tool.ALEMBIC.read(source, options());
      case LIQUIBASE ->
          LiquibaseHistory.read(
              source,
              new LiquibaseHistory.Options(
                  per == Unit.file,
                  searchPath.stream().map(terminal.directory()::resolve).toList(),
                  contexts,
                  "postgresql"));
    };
  }

  private ImportOptions options() {
    return new ImportOptions(
        placeholders,
        sqlUp.map(terminal.directory()::resolve),
        sqlDown.map(terminal.directory()::resolve),
        emptyForCode);
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
