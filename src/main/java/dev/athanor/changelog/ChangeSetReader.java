package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One changeset of formatted SQL, while its lines are coming in. */
final class ChangeSetReader {
  private static final List<String> ATTRIBUTES =
      List.of(
          "context",
          "contextFilter",
          "dbms",
          "endDelimiter",
          "failOnError",
          "ignore",
          "labels",
          "logicalFilePath",
          "rollbackEndDelimiter",
          "rollbackSplitStatements",
          "runAlways",
          "runInTransaction",
          "runOnChange",
          "runWith",
          "runWithSpoolFile",
          "splitStatements",
          "stripComments");
  private static final List<String> FLAGS =
      List.of(
          "failOnError",
          "ignore",
          "rollbackSplitStatements",
          "runAlways",
          "runInTransaction",
          "runOnChange",
          "splitStatements",
          "stripComments");
  private static final Pattern AUTHOR_AND_ID =
      Pattern.compile("(\"[^\"]+\"|[^:\"]+):(\"[^\"]+\"|\\S+)(\\s.*)?");
  private static final Pattern DBMS = Pattern.compile("[!\\w][\\w!,]+");

  private final RevisionFile file;
  private final int line;
  private final String author;
  private final String id;
  private final Map<String, String> attributes;
  private final Optional<Delimiter> delimiter;
  private final Preconditions preconditions;
  private final StringBuilder raw = new StringBuilder();
  private final StringBuilder sql = new StringBuilder();
  private final Set<Integer> directives = new TreeSet<>();
  private final TreeMap<Integer, String> rollback = new TreeMap<>();
  private final List<SqlChangeSet> earlier;
  private final boolean logicalPath;

  /**
   * Begins a changeset.
   *
   * @param rest what follows {@code --changeset}
   * @param earlier the changesets above it
   * @param logicalPath whether the file goes by another path in Liquibase
   */
  ChangeSetReader(
      RevisionFile file, int line, String rest, List<SqlChangeSet> earlier, boolean logicalPath) {
    this.file = file;
    this.line = line;
    this.earlier = earlier;
    this.logicalPath = logicalPath;
    this.preconditions = new Preconditions(file);
    var matcher = AUTHOR_AND_ID.matcher(rest);
    if (!matcher.matches()) {
      throw invalid(line, "write --changeset author:id, without a space around the colon");
    }
    author = unquote(matcher.group(1));
    id = unquote(matcher.group(2));
    var attributeText = matcher.group(3);
    attributes = attributes(attributeText == null ? "" : attributeText);
    delimiter = delimiter("endDelimiter");
  }

  private static String unquote(String text) {
    return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
  }

  private Map<String, String> attributes(String text) {
    try {
      var read = Attributes.parse(text, ATTRIBUTES);
      for (var flag : FLAGS) {
        read.flag(flag, false);
      }
      int colon = id.indexOf(':');
      if (colon > 0 && ATTRIBUTES.stream().anyMatch(id.substring(0, colon)::equalsIgnoreCase)) {
        throw new Attributes.Malformed("the changeset's id is missing before " + id);
      }
      if (read.value("dbms").filter(dbms -> !DBMS.matcher(dbms).matches()).isPresent()) {
        throw new Attributes.Malformed("write dbms:postgresql,!oracle without spaces or quotes");
      }
      if (read.value("runWith").isPresent() || read.value("runWithSpoolFile").isPresent()) {
        throw file.refused(
            Reason.FORBIDDEN_CHANGE,
            line,
            "runWith hands the SQL to another program; a revision runs on the connection only.");
      }
      return read.values();
    } catch (Attributes.Malformed e) {
      throw invalid(line, e.text());
    }
  }

  private Optional<Delimiter> delimiter(String attribute) {
    var value = attributes.get(attribute);
    if (value == null || value.equals(";")) {
      return Optional.empty();
    }
    var parsed = Delimiter.parse(value);
    if (parsed.isEmpty()) {
      throw invalid(
          line,
          "%s:%s is no plain text; only \\n at its beginning is understood, for the start of a line"
              .formatted(attribute, value));
    }
    return parsed;
  }

  /** Takes a line of SQL. */
  void sql(String text, int number) {
    Directive.meantBy(text).ifPresent(meant -> directives.add(-number));
    raw.append('\n').append(text);
    sql.append('\n').append(text);
  }

  /** Takes a line that Liquibase reads as a directive. */
  void directive(Directive directive, String text, int number) {
    directives.add(number);
    raw.append('\n').append(text);
    sql.append('\n');
    switch (directive.kind()) {
      case ROLLBACK -> rollback.put(number, directive.rest());
      case PRECONDITIONS -> preconditions.settings(directive.rest(), number);
      case PRECONDITION -> preconditions.add(directive.rest(), number);
      case COMMENT, VALID_CHECK_SUM -> {}
      case HEADER, CHANGE_SET, PROPERTY, IGNORE_LINES, ROLLBACK_START ->
          throw new IllegalStateException("read by FormattedSqlReader");
    }
  }

  /** Takes the lines between the opening of a multi-line rollback and its end. */
  void rollbackBlock(String opening, List<String> block, int number) {
    directives.add(number);
    raw.append('\n').append(opening);
    sql.append('\n');
    for (int i = 0; i < block.size(); i++) {
      raw.append('\n').append(block.get(i));
      sql.append('\n');
      rollback.put(number + 1 + i, block.get(i));
    }
    raw.append("*/");
  }

  SqlChangeSet read() {
    refuseMisplacedDirectives();
    var text = sql.toString();
    boolean whole = "false".equalsIgnoreCase(attributes.get("splitStatements"));
    var statements =
        whole
            ? SqlSplitter.whole(file.syntax(), text, line)
            : SqlSplitter.split(file.syntax(), text, line, delimiter);
    if (text.isBlank()) {
      throw invalid(
          line, "there is no SQL in this changeset; Liquibase would drop its rollback too");
    }
    var back = new RollbackReader(file, rollback, attributes, earlier, logicalPath);
    return new SqlChangeSet(
        author,
        id,
        line,
        attributes,
        text,
        statements,
        back.read(delimiter("rollbackEndDelimiter")));
  }

  /**
   * A directive counts wherever its line is: inside a string it would be cut out of it. And a line
   * that only looks like one is a harmless part of a string there.
   */
  private void refuseMisplacedDirectives() {
    var inside = linesInsideTokens();
    var lines = raw.toString().split("\n", -1);
    for (int number : directives) {
      boolean slip = number < 0;
      boolean hidden = inside.contains(Math.abs(number));
      if (slip && !hidden) {
        throw invalid(-number, overlooked(Directive.meantBy(lines[-number - line]).orElse("")));
      }
      if (!slip && hidden) {
        throw invalid(
            number,
            "Liquibase would take this line out of the string or body around it, as a directive."
                + " Indent or reword it");
      }
    }
  }

  /** The lines that begin inside a quote or a comment. */
  private Set<Integer> linesInsideTokens() {
    var inside = new HashSet<Integer>();
    var lexer = new SqlLexer(file.syntax(), raw.toString(), line, delimiter);
    while (lexer.next()) {
      int breaks = (int) lexer.text().chars().filter(c -> c == '\n').count();
      for (int i = 1; i <= breaks; i++) {
        inside.add(lexer.line() + i);
      }
    }
    return inside;
  }

  static String overlooked(String meant) {
    return "Liquibase would pass over this line as a comment. Write %s; or, if it is a comment, begin it with another word"
        .formatted(meant);
  }

  private AthanorException invalid(int number, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, number, what + ".");
  }
}
