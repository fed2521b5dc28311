package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/** Puts the rollback lines of one formatted SQL changeset together. */
final class RollbackReader {
  private static final Pattern NOTHING =
      Pattern.compile("(?:empty\\s*;?|not required\\b[^;\\n]*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern SEEMS_NOTHING =
      Pattern.compile("(?:empty|not required).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final List<String> REFERENCE = List.of("changeSetId", "changeSetAuthor");
  private static final Pattern SEEMS_REFERENCE =
      Pattern.compile("changeset(?:id|author|path):.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final RevisionFile file;
  private final SortedMap<Integer, String> lines;
  private final Map<String, String> attributes;
  private final List<SqlChangeSet> earlier;
  private final boolean logicalPath;

  RollbackReader(
      RevisionFile file,
      SortedMap<Integer, String> lines,
      Map<String, String> attributes,
      List<SqlChangeSet> earlier,
      boolean logicalPath) {
    this.file = file;
    this.lines = lines;
    this.attributes = attributes;
    this.earlier = earlier;
    this.logicalPath = logicalPath;
  }

  Rollback read(Optional<Delimiter> delimiter) {
    if (lines.isEmpty()) {
      return new Rollback.Missing();
    }
    int first = lines.firstKey();
    var text = text(first);
    var stripped = text.strip();
    if (stripped.isEmpty()) {
      throw invalid(
          first, "the rollback says nothing. Write \"--rollback empty\" if that is meant");
    }
    if (NOTHING.matcher(stripped).matches()) {
      return new Rollback.Nothing();
    }
    if (SEEMS_NOTHING.matcher(stripped).matches()) {
      throw invalid(
          first,
          "Liquibase takes a rollback that begins with \"empty\" or \"not required\" for none. Let"
              + " it stand alone, or begin the SQL otherwise");
    }
    if (stripped.toLowerCase(Locale.ROOT).contains("changesetid")) {
      return reference(stripped, first);
    }
    boolean whole = "false".equalsIgnoreCase(attributes.get("rollbackSplitStatements"));
    var statements =
        whole
            ? SqlSplitter.whole(file.syntax(), text, first)
            : SqlSplitter.split(file.syntax(), text, first, delimiter);
    if (statements.isEmpty()) {
      throw invalid(
          first, "the rollback holds no statement. Write \"--rollback empty\" if that is meant");
    }
    return new Rollback.Sql(first, text, statements);
  }

  /** The lines at their places, so that a statement's line is the one in the file. */
  private String text(int first) {
    var text = new StringBuilder();
    for (int number = first; number <= lines.lastKey(); number++) {
      text.append(lines.getOrDefault(number, "")).append('\n');
    }
    return text.toString();
  }

  private Rollback reference(String text, int line) {
    if (!SEEMS_REFERENCE.matcher(text).matches()) {
      throw invalid(
          line,
          "Liquibase takes a rollback with \"changesetId\" in it for a reference to another"
              + " changeset. Use the short form (-- upgrade, -- downgrade) for this SQL");
    }
    try {
      var reference = Attributes.parse(text, REFERENCE);
      var id = reference.value("changeSetId").orElse("");
      var author = reference.value("changeSetAuthor").orElse("");
      var referred =
          earlier.stream()
              .filter(one -> one.author().equals(author) && one.id().equals(id))
              .findFirst();
      if (referred.isEmpty()) {
        throw new Attributes.Malformed(
            "there is no changeset %s:%s above in this file".formatted(author, id));
      }
      if (logicalPath || referred.get().attributes().containsKey("logicalFilePath")) {
        throw new Attributes.Malformed(
            "Liquibase does not find changeset %s:%s under its logicalFilePath; leave that out"
                .formatted(author, id));
      }
      return new Rollback.OfChangeSet(author, id);
    } catch (Attributes.Malformed e) {
      throw invalid(line, e.text());
    }
  }

  private AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, line, what + ".");
  }
}
