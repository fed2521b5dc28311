package dev.athanor.changelog.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What could not be a revision with the same meaning is named where it was written. */
class ImportRefusalTest {
  @TempDir private Path folder;

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private AthanorException refused(Tool tool, ImportOptions options) {
    return catchThrowableOfType(AthanorException.class, () -> tool.read(folder, options));
  }

  private static ImportOptions output(Path up) {
    return new ImportOptions(
        Map.of(), Optional.of(up), Optional.empty(), Optional.empty(), false, SqlSyntax.POSTGRESQL);
  }

  private AthanorException refused(Tool tool) {
    return refused(tool, ImportOptions.none());
  }

  private static void assertAt(AthanorException error, Reason reason, Path file, int line) {
    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.file()).contains(file.toString());
    assertThat(error.line()).isEqualTo(line);
    assertThat(error.message())
        .startsWith(line > 0 ? "%s, line %d: ".formatted(file, line) : file.toString());
  }

  @Test
  void aRollbackInADownScript() {
    file("1_a.up.sql", "SELECT 1;\n");
    var down = file("1_a.down.sql", "\n\nSELECT 1;\nROLLBACK;\n");

    assertAt(refused(Tool.GOLANG_MIGRATE), Reason.TRANSACTION_CONTROL, down, 4);
  }

  @Test
  void aCommandOfPsql() {
    var up = file("1_a.sql", "-- note\n-- migrate:up\nSELECT 1;\n\\connect shop\n");

    assertAt(refused(Tool.DBMATE), Reason.INVALID_CHANGELOG, up, 4);
  }

  @Test
  void copyFromAClientWithoutItsRows() {
    var up = file("V1__a.sql", "SELECT 1;\nCOPY users FROM STDIN WITH (FORMAT csv);\n");

    assertAt(refused(Tool.FLYWAY), Reason.INVALID_CHANGELOG, up, 2);
  }

  @Test
  void aPlaceholderThatHasNoValue() {
    var up = file("V1__a.sql", "SELECT 1;\nCREATE TABLE ${schema}.t (id int);\n");

    assertAt(refused(Tool.FLYWAY), Reason.INVALID_CHANGELOG, up, 2);
  }

  @Test
  void twoVersionsThatAreTheSame() {
    file("V1__a.sql", "SELECT 1;\n");
    var second = file("V1.0__b.sql", "SELECT 1;\n");

    var error = refused(Tool.FLYWAY);

    assertThat(error.reason()).isEqualTo(Reason.INVALID_CHANGELOG);
    assertThat(error.message()).contains("V1__a.sql").contains(second.toString());
  }

  @Test
  void aProgramUnlessAnEmptyRevisionIsAskedFor() {
    file("00001_a.sql", "-- +goose Up\nSELECT 1;\n");
    var program = file("00002_b.go", "package migrations\n");

    assertAt(refused(Tool.GOOSE), Reason.INVALID_CHANGELOG, program, 0);
    var imported =
        Tool.GOOSE.read(
            folder,
            new ImportOptions(
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                SqlSyntax.POSTGRESQL));
    assertThat(imported.files()).hasSize(2);
    assertThat(imported.warnings()).anyMatch(w -> w.file().equals(program.toString()));
  }

  @Test
  void valuesThatOnlyPythonCouldWorkOut() {
    var up = file("up.sql", "-- Running upgrade  -> a1a1\nSELECT 1;\n");
    var python = file("a.py", "revision = 'a1a1'\n\ndown_revision = os.environ['DOWN']\n");

    assertAt(refused(Tool.ALEMBIC, output(up)), Reason.INVALID_CHANGELOG, python, 3);
  }

  @Test
  void aRevisionThatTheSqlDoesNotHave() {
    var up = file("up.sql", "-- Running upgrade  -> a1a1\nSELECT 1;\n");
    file("a.py", "revision = 'a1a1'\n");
    var python = file("b.py", "revision = 'b2b2'\ndown_revision = 'a1a1'\n");

    assertAt(refused(Tool.ALEMBIC, output(up)), Reason.INVALID_CHANGELOG, python, 0);
  }

  @Test
  void theOutputOfTheOtherDirection() {
    var up = file("up.sql", "BEGIN;\n\n-- Running downgrade a1a1 -> \n");
    file("a.py", "revision = 'a1a1'\n");

    assertAt(refused(Tool.ALEMBIC, output(up)), Reason.INVALID_CHANGELOG, up, 3);
  }

  @Test
  void alembicWithoutItsSql() {
    file("a.py", "revision = 'a1a1'\n");

    assertThat(refused(Tool.ALEMBIC).reason()).isEqualTo(Reason.INVALID_USAGE);
    assertThat(refused(Tool.ALEMBIC).message()).contains("--sql-up");
  }

  @Test
  void aFolderWithoutMigrations() {
    for (var tool : Tool.values()) {
      var error = refused(tool);
      assertThat(error.reason()).isIn(Reason.EMPTY_REVISION_SET, Reason.INVALID_USAGE);
    }
  }
}
