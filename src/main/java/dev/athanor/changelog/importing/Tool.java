package dev.athanor.changelog.importing;

import dev.athanor.changelog.Warning;
import java.nio.file.Path;
import java.util.ArrayList;

/** The tools whose histories are folders of scripts. */
public enum Tool {
  /** {@code V1__name.sql}, {@code U1__name.sql}, {@code R__name.sql}. */
  FLYWAY,
  /** {@code 1_name.up.sql} and {@code 1_name.down.sql}. */
  GOLANG_MIGRATE,
  /** {@code -- migrate:up} and {@code -- migrate:down}. */
  DBMATE,
  /** {@code -- +goose Up} and {@code -- +goose Down}. */
  GOOSE,
  /** Python files and the output of {@code --sql}. */
  ALEMBIC;

  private History history() {
    return switch (this) {
      case FLYWAY -> new FlywayHistory();
      case GOLANG_MIGRATE -> new GolangMigrateHistory();
      case DBMATE -> new DbmateHistory();
      case GOOSE -> new GooseHistory();
      case ALEMBIC -> new AlembicHistory();
    };
  }

  /**
   * Makes revision files of a history. Reads only.
   *
   * @throws dev.athanor.error.AthanorException naming file and line of the source, for whatever
   *     could not be a revision with the same meaning
   */
  public Imported read(Path folder, ImportOptions options) {
    var source = new SourceFolder(folder, options);
    var files = new ArrayList<ImportedFile>();
    var warnings = new ArrayList<Warning>();
    for (var draft : history().read(source)) {
      files.add(new ShortFile(draft, source).write());
    }
    warnings.addAll(source.warnings());
    return new Imported(files, warnings).checked();
  }
}
