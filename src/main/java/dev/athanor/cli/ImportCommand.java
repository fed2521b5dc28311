package dev.athanor.cli;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.changelog.importing.ImportOptions;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.changelog.importing.NewFolder;
import dev.athanor.changelog.importing.Tool;
import dev.athanor.database.Database;
import dev.athanor.database.Dialect;
import dev.athanor.migrate.Adoption;
import dev.athanor.migrate.LiquibaseHistory;
import dev.athanor.migrate.Migrator;
import dev.athanor.migrate.Progress;
import dev.athanor.migrate.Request;
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
  @Mixin private DialectOption dialect = new DialectOption();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "flyway|golang-migrate|dbmate|goose|alembic|liquibase",
      converter = ImportSource.Name.class,
      description = "The tool whose history it is.")
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
      description =
          "What is put in for $${NAME}: Flyway's and goose's placeholders, Liquibase's parameters.")
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
      names = "--labels",
      paramLabel = "EXPRESSION",
      description = "For Liquibase: its label filter. Default: all changesets.")
  private Optional<String> labels = Optional.empty();

  @Option(
      names = "--tool-config",
      paramLabel = "FILE",
      description =
          "For Flyway: flyway.conf, flyway.toml, application.properties or .yaml, for its placeholders.")
  private Optional<Path> toolConfig = Optional.empty();

  @Option(
      names = "--dry-run",
      description = "Read and check all of it, say what would be done, and write nothing.")
  private boolean dryRun;

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
      if (!dryRun) {
        target.write(imported);
      }
      var report = report(imported);
      output.print(terminal, report.document(List.of()), report::print);
      report.next(tool);
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
      if (!written && !dryRun) {
        target.write(imported);
      }
      var report = report(imported);
      report.show(adoption);
      if (!dryRun) {
        stamp(connected, adoption);
      }
      output.print(
          terminal,
          report.document(adoption.rows()),
          out -> {
            report.print(out);
            report.printPosition(adoption, out);
          });
    }
    return 0;
  }

  private ImportReport report(Imported imported) {
    return new ImportReport(terminal, imported, revisions, !dryRun);
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
                  labels,
                  placeholders,
                  dialect().id()));
    };
  }

  private ImportOptions options() {
    return new ImportOptions(
        placeholders,
        sqlUp.map(terminal.directory()::resolve),
        sqlDown.map(terminal.directory()::resolve),
        toolConfig.map(terminal.directory()::resolve),
        emptyForCode,
        dialect().syntax());
  }

  private Dialect dialect() {
    return dialect.of(database.settings());
  }
}
