package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.changelog.Warning;
import dev.athanor.changelog.importing.ImportOptions;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.changelog.importing.NewFolder;
import dev.athanor.changelog.importing.Tool;
import dev.athanor.database.Database;
import dev.athanor.migrate.Adoption;
import dev.athanor.migrate.LiquibaseHistory;
import dev.athanor.migrate.Migrator;
import dev.athanor.migrate.Progress;
import dev.athanor.migrate.Request;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
      "  athanor import --from liquibase src/main/resources/db/changelog.xml --search-path src/main/resources"
    })
final class ImportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private DatabaseOptions database;
  @Mixin private Output output = new Output();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TOOL",
      converter = ImportSource.Name.class,
      description = "flyway, golang-migrate, dbmate, goose, alembic or liquibase.")
  private ImportSource tool = ImportSource.FLYWAY;

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

  @Option(
      names = "--stamp",
      description =
          "Also write where the database is, as the old tool's own table says, after showing it.")
  private boolean stamp;

  @Option(
      names = "--stamp-table",
      paramLabel = "NAME",
      description = "That table, where it has not the tool's usual name.")
  private Optional<String> stampTable = Optional.empty();

  private enum Unit {
    changeset,
    file
  }

  @JsonPropertyOrder({"apiVersion", "kind", "folder", "revisions", "warnings", "current"})
  record ImportDocument(
      String apiVersion,
      String kind,
      String folder,
      List<ImportedRevision> revisions,
      List<Warning> warnings,
      List<String> current) {}

  @JsonPropertyOrder({"revision", "version", "file", "source"})
  record ImportedRevision(String revision, String version, String file, String source) {}

  ImportCommand(Terminal terminal) {
    this.terminal = terminal;
    this.database = new DatabaseOptions(terminal);
  }

  @Override
  public Integer call() {
    var target = new NewFolder(terminal.directory().resolve(revisions));
    if (!stamp) {
      target.refuseContent();
    }
    var imported = read(terminal.directory().resolve(folder));
    if (!stamp) {
      target.write(imported);
      output.print(terminal, document(imported, List.of()), out -> print(imported, out));
      return 0;
    }
    // the next database of the same history: the set is there already
    boolean written = target.holds(imported);
    if (!written) {
      target.refuseContent();
    }
    try (var connected = database.open()) {
      var adoption =
          Adoption.of(
              imported.files(),
              tool.table(),
              tool.table().applied(connected, imported.files(), stampTable));
      if (!written) {
        target.write(imported);
      }
      show(adoption, imported);
      stamp(connected, adoption);
      output.print(
          terminal,
          document(imported, adoption.rows()),
          out -> {
            print(imported, out);
            out.printf("The database is %s.%n", at(adoption.rows()));
          });
    }
    return 0;
  }

  private static String at(List<String> rows) {
    return rows.isEmpty() ? "at base" : "at " + String.join(", ", rows);
  }

  private void show(Adoption adoption, Imported imported) {
    terminal
        .err()
        .printf(
            "%d of %d revisions are applied: the version table will say %s%n",
            adoption.applied().size(),
            imported.files().size(),
            adoption.rows().isEmpty() ? "base" : String.join(", ", adoption.rows()));
    adoption
        .again()
        .forEach(
            id ->
                terminal
                    .err()
                    .printf(
                        "warning: %s ran already and stands behind versions that did not: it will run again%n",
                        id));
    terminal.err().flush();
  }

  private void stamp(Database connected, Adoption adoption) {
    var set = RevisionSet.of(List.of(Source.folder(terminal.directory().resolve(revisions))));
    var rows = adoption.rows().isEmpty() ? List.of("base") : adoption.rows();
    new Migrator(connected, set, terminal.clock(), Progress.none())
        .run(Request.stamp(rows, false), terminal.stop())
        .orThrow();
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

  private ImportDocument document(Imported imported, List<String> rows) {
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
        imported.warnings(),
        rows);
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
