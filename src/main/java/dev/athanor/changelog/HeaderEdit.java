package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts another {@code down-revision} into a file's header; every other line stays as it is. */
public final class HeaderEdit {
  private static final String KEY = HeaderKey.DOWN_REVISION.key();
  private static final Pattern COMMENT_LINE =
      Pattern.compile("(.*?down-revision\\s*:)[^\\r\\n]*?(\\s*(?:-->.*)?\\r?)$");
  private static final Pattern JSON_VALUE =
      Pattern.compile("(\"down-revision\"\\s*:\\s*)(?:\"[^\"]*\"|\\[[^\\]]*]|null)");
  private static final Pattern JSON_REVISION = Pattern.compile("(\"revision\"\\s*:\\s*\"[^\"]*\")");

  private HeaderEdit() {}

  /**
   * The file's text behind these revisions.
   *
   * @throws AthanorException {@code InvalidHeader} for a file whose header is not edited as text:
   *     one that is compressed
   */
  public static String downRevisions(RevisionFile file, List<String> downRevisions) {
    if (FileNames.gzip(file.name())) {
      throw file.refused(
          Reason.INVALID_HEADER,
          0,
          "a compressed file is not rewritten; gunzip it first, and gzip it again afterwards.");
    }
    var edited =
        file.format() == Format.JSON ? json(file, downRevisions) : lines(file, downRevisions);
    verify(file, edited, downRevisions);
    return edited;
  }

  private static String json(RevisionFile file, List<String> down) {
    var values = down.stream().map(id -> '"' + id + '"').toList();
    var value = values.size() == 1 ? values.getFirst() : "[" + String.join(", ", values) + "]";
    var there = JSON_VALUE.matcher(file.text());
    if (there.find()) {
      return there.replaceFirst("$1" + Matcher.quoteReplacement(value));
    }
    return JSON_REVISION
        .matcher(file.text())
        .replaceFirst("$1, \"" + KEY + "\": " + Matcher.quoteReplacement(value));
  }

  private static String lines(RevisionFile file, List<String> down) {
    var header = RevisionFile.header(file.format(), file.origin(), file.text());
    var lines = new ArrayList<>(List.of(file.text().split("\n", -1)));
    var value = String.join(", ", down);
    header
        .line(HeaderKey.DOWN_REVISION)
        .ifPresentOrElse(
            number -> {
              var there = COMMENT_LINE.matcher(lines.get(number - 1));
              lines.set(
                  number - 1, there.replaceFirst("$1 " + Matcher.quoteReplacement(value) + "$2"));
            },
            () -> insert(lines, header.line() - 1, value, file.format()));
    return String.join("\n", lines);
  }

  /** A base has no such line yet: it goes beside the one that names the revision. */
  private static void insert(List<String> lines, int at, String value, Format format) {
    var revision = lines.get(at);
    var end = revision.endsWith("\r") ? "\r" : "";
    var key = KEY + ": " + value;
    switch (format) {
      case LIQUIBASE_SQL, SHORT_SQL -> lines.add(at + 1, "-- " + key + end);
      case YAML -> lines.add(at + 1, "# " + key + end);
      case XML, JSON -> {
        boolean opens = revision.contains("<!--");
        if (opens && revision.contains("-->")) {
          lines.add(at + 1, "<!-- " + key + " -->" + end);
        } else {
          lines.add(opens ? at + 1 : at, "  " + key + end);
        }
      }
    }
  }

  /** Nothing but that one key may have changed, whatever the file looks like. */
  private static void verify(RevisionFile file, String edited, List<String> down) {
    var now = RevisionFile.header(file.format(), file.origin(), edited).revision();
    if (!now.equals(file.revision().withDownRevisions(down))) {
      throw file.refused(
          Reason.INVALID_HEADER,
          file.headerLine(),
          "its down-revision could not be rewritten in place. Write \"%s: %s\" by hand."
              .formatted(KEY, String.join(", ", down)));
    }
  }
}
