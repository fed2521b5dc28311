package dev.athanor.changelog.importing;

import dev.athanor.changelog.Warning;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What a changeset in XML says by pointing elsewhere, said in place. */
public final class XmlFitting {
  private static final Pattern PATH = Pattern.compile("\\spath\\s*=\\s*(\"[^\"]*\"|'[^']*')");
  private static final Pattern RELATIVE =
      Pattern.compile("\\srelativeToChangelogFile\\s*=\\s*[\"']true[\"']");
  private static final Pattern OF_FILES =
      Pattern.compile(
          "\\s(?:path|encoding|relativeToChangelogFile)\\s*=\\s*(?:\"[^\"]*\"|'[^']*')");

  private final String origin;
  private final Function<SqlFile, Optional<String>> files;
  private final Consumer<Warning> warnings;

  /**
   * A file that a changeset reads.
   *
   * @param relative whether to the changelog's own folder
   */
  public record SqlFile(String path, boolean relative) {}

  /** For the changesets of one changelog. */
  public XmlFitting(
      String origin, Function<SqlFile, Optional<String>> files, Consumer<Warning> warnings) {
    this.origin = origin;
    this.files = files;
    this.warnings = warnings;
  }

  /** The changeset with the text of its {@code sqlFile}s, and without {@code tagDatabase}. */
  public ChangeLogText.Piece fitted(ChangeLogText.Piece piece) {
    var text = new StringBuilder(piece.text());
    for (var element : List.copyOf(XmlTags.of(piece.text())).reversed()) {
      switch (element.name()) {
        case "sqlFile" ->
            inline(piece.text().substring(element.start(), element.inner()))
                .ifPresent(sql -> text.replace(element.start(), element.end(), sql));
        case "tagDatabase" -> {
          text.replace(element.start(), element.end(), "<empty/>");
          int line = piece.line() + Lines.at(piece.text(), element.start()) - 1;
          warn(line, "tagDatabase writes to Liquibase's own table: it is left out.");
        }
        default -> {}
      }
    }
    return new ChangeLogText.Piece(text.toString(), piece.line());
  }

  private void warn(int line, String what) {
    warnings.accept(new Warning(origin, line, what));
  }

  /** Absent when the file is not there: the check of the result then names the line. */
  private Optional<String> inline(String tag) {
    var path = PATH.matcher(tag);
    if (!path.find()) {
      return Optional.empty();
    }
    var quoted = path.group(1);
    var file = new SqlFile(quoted.substring(1, quoted.length() - 1), RELATIVE.matcher(tag).find());
    var start =
        OF_FILES
            .matcher(tag)
            .replaceAll("")
            .replaceFirst("sqlFile", "sql")
            .replaceFirst("\\s*/?>$", ">");
    var end = start.replaceFirst("(?s)^<(\\S+?)[\\s>].*", "</$1>");
    return files
        .apply(file)
        .map(sql -> start + "<![CDATA[\n" + sql.replace("]]>", "]]]]><![CDATA[>") + "\n]]>" + end);
  }
}
