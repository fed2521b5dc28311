package dev.athanor.cli;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.athanor.api.Json;
import dev.athanor.changelog.FileCheck;
import dev.athanor.changelog.Warning;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.migrate.Adoption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code import} says of its work.
 *
 * @param folder the new one, as it was given
 * @param written false after a dry run
 */
record ImportReport(Terminal terminal, Imported imported, Path folder, boolean written) {
  @JsonPropertyOrder({
    "apiVersion",
    "kind",
    "folder",
    "written",
    "revisions",
    "warnings",
    "current"
  })
  record ImportDocument(
      String apiVersion,
      String kind,
      String folder,
      boolean written,
      List<ImportedRevision> revisions,
      List<Warning> warnings,
      List<String> current) {}

  @JsonPropertyOrder({"revision", "version", "file", "source", "downgrade"})
  record ImportedRevision(
      String revision, String version, String file, String source, boolean downgrade) {}

  /** Where the database is now. */
  void printPosition(Adoption adoption, PrintWriter out) {
    out.printf("The database %s %s.%n", written ? "is" : "would be", at(adoption.rows()));
  }

  private static String at(List<String> rows) {
    return rows.isEmpty() ? "at base" : "at " + String.join(", ", rows);
  }

  /** Where a database would be stamped, before it is. */
  void show(Adoption adoption) {
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
                        "warning: %s ran already and will run again with the next upgrade%n", id));
    terminal.err().flush();
  }

  /** The result as JSON. */
  ImportDocument document(List<String> rows) {
    return new ImportDocument(
        Json.API_VERSION,
        "Import",
        folder.toString(),
        written,
        imported.files().stream()
            .map(
                file ->
                    new ImportedRevision(
                        file.checked().revision().id(),
                        file.version(),
                        file.name(),
                        file.origin(),
                        FileCheck.hasRollback(file.checked())))
            .toList(),
        imported.warnings(),
        rows);
  }

  /** The result as text; the warnings go to standard error. */
  void print(PrintWriter out) {
    for (var warning : imported.warnings()) {
      var place = warning.line() > 0 ? warning.file() + ":" + warning.line() : warning.file();
      terminal.err().printf("warning: %s: %s%n", place, warning.message());
    }
    for (var file : imported.files()) {
      out.printf("%s  %s%n", file.checked().revision().id(), file.name());
    }
    long oneWay =
        imported.files().stream().filter(file -> !FileCheck.hasRollback(file.checked())).count();
    out.printf(
        "%d revisions %s %s, %d of them without a way down; %d warnings.%n",
        imported.files().size(),
        written ? "in" : "would be written to",
        folder,
        oneWay,
        imported.warnings().size());
  }

  /** What a person does now, for eyes only. */
  void next(ImportSource tool) {
    if (!written) {
      return;
    }
    terminal
        .err()
        .printf(
            "next: athanor plan upgrade head --revisions %s --current \"\" shows the SQL of all %d;%n"
                + "      for a database that %s has migrated, give this command again with --stamp%n",
            folder, imported.files().size(), tool.word());
    terminal.err().flush();
  }
}
