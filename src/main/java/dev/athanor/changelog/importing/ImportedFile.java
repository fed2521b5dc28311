package dev.athanor.changelog.importing;

import dev.athanor.changelog.FileCheck;
import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.SqlSyntax;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A revision file made of another tool's migration.
 *
 * @param name the file's name
 * @param version what the tool's own table calls it
 * @param origin the file it was made of
 * @param text its content
 * @param stretches which lines came from where, in the order of the text
 * @param syntax the SQL that it is written in
 */
public record ImportedFile(
    String name,
    String version,
    String origin,
    String text,
    List<Stretch> stretches,
    SqlSyntax syntax) {

  /** Keeps its own copy of the list. */
  public ImportedFile {
    stretches = List.copyOf(stretches);
  }

  /**
   * From this line of the new file on, the lines are those of a source.
   *
   * @param line in the new file, from 1
   * @param origin the source
   * @param sourceLine the line in it
   */
  public record Stretch(int line, String origin, int sourceLine) {}

  /**
   * The revision that the file declares, checked as before a run.
   *
   * @throws AthanorException what {@link FileCheck} refuses, with the file and line of the source
   */
  public RevisionFile checked() {
    try {
      var file =
          RevisionFile.of(name, origin, text.getBytes(StandardCharsets.UTF_8))
              .orElseThrow(
                  () ->
                      new AthanorException(
                          Reason.INTERNAL_ERROR, name + " was not written as a revision file"))
              .in(syntax);
      FileCheck.check(file);
      return file;
    } catch (AthanorException e) {
      throw inSource(e);
    }
  }

  private AthanorException inSource(AthanorException e) {
    var place = place(e.line());
    var here = "%s, line %d".formatted(origin, e.line());
    var there = "%s, line %d".formatted(place.origin(), place.sourceLine());
    var moved = new AthanorException(e.reason(), e.message().replace(here, there), e);
    moved = moved.at(place.origin(), place.sourceLine());
    return e.revision().map(moved::inRevision).orElse(moved);
  }

  /** The source of a line. */
  private Stretch place(int line) {
    var found = new Stretch(line, origin, line > 0 ? 1 : 0);
    for (var stretch : stretches) {
      if (stretch.line() <= line) {
        found = new Stretch(line, stretch.origin(), stretch.sourceLine() + line - stretch.line());
      }
    }
    return found;
  }
}
