package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads formatted SQL line by line, as Liquibase does, and refuses what Liquibase passes over. */
final class FormattedSqlReader {
  private static final List<String> HEADER_ATTRIBUTES = List.of("logicalFilePath", "changeLogId");
  private static final List<String> PROPERTY_ATTRIBUTES =
      List.of("name", "value", "context", "contextFilter", "labels", "dbms", "global");
  private static final Pattern FORMATTED = Pattern.compile("(?i)\\s*sql\\b(.*)");
  private static final Pattern LATE_HEADER_KEY =
      Pattern.compile("\\s*--\\s*(revision|down-revision|depends-on|branch-labels)\\s*:.*");

  private final RevisionFile file;
  private final String[] lines;
  private final List<SqlChangeSet> changeSets = new ArrayList<>();
  private final Set<String> properties = new LinkedHashSet<>();

  /** The lines before the first changeset, in which no SQL may stand. */
  private final StringBuilder preamble = new StringBuilder();

  private boolean logicalPath;
  private int next;

  FormattedSqlReader(RevisionFile file) {
    this.file = file;
    this.lines = file.text().replace("\r\n", "\n").split("\n", -1);
  }

  SqlChangeSets read() {
    readHeaderLine();
    var open = new ArrayList<ChangeSetReader>();
    while (next < lines.length) {
      var line = lines[next++];
      var directive = Directive.of(line);
      if (directive.isEmpty()) {
        plain(line, open);
      } else if (directive.get().kind() == Directive.Kind.CHANGE_SET) {
        close(open);
        open.add(new ChangeSetReader(file, next, directive.get().rest(), changeSets, logicalPath));
      } else {
        directive(directive.get(), line, open);
      }
    }
    close(open);
    refuseSqlInPreamble();
    return new SqlChangeSets(changeSets, properties);
  }

  private void readHeaderLine() {
    while (next < lines.length && lines[next].isBlank()) {
      keepLineCount();
      next++;
    }
    var directive =
        next < lines.length ? Directive.of(lines[next]) : java.util.Optional.<Directive>empty();
    if (directive.isEmpty() || directive.get().kind() != Directive.Kind.HEADER) {
      throw invalid(
          next + 1,
          "text above \"--liquibase formatted sql\" makes Liquibase take the whole file for one"
              + " changeset without rollback. Make that line the first and move this below it");
    }
    var matcher = FORMATTED.matcher(directive.get().rest());
    if (!matcher.matches()) {
      throw invalid(next + 1, "write \"--liquibase formatted sql\"");
    }
    logicalPath =
        attributes(matcher.group(1), HEADER_ATTRIBUTES, next + 1)
            .value("logicalFilePath")
            .isPresent();
    keepLineCount();
    next++;
  }

  private void plain(String line, List<ChangeSetReader> open) {
    if (Directive.unreadable(line)) {
      throw invalid(
          next,
          "Liquibase takes this line for a misspelt directive and refuses the file. %s"
              .formatted(
                  Directive.meantBy(line)
                      .map("Write %s; or begin it with another word"::formatted)
                      .orElse("Begin it with another word")));
    }
    if (open.isEmpty()) {
      refuseMeantDirective(line, next);
      preamble.append(line).append('\n');
      return;
    }
    if (LATE_HEADER_KEY.matcher(line).matches()) {
      throw file.refused(
          Reason.INVALID_HEADER,
          next,
          "this key belongs into the header, right below \"--liquibase formatted sql\"; here nobody"
              + " reads it.");
    }
    open.getFirst().sql(line, next);
  }

  private void directive(Directive directive, String line, List<ChangeSetReader> open) {
    switch (directive.kind()) {
      case HEADER -> throw invalid(next, "\"--liquibase formatted sql\" is there a second time");
      case PROPERTY -> {
        if (!open.isEmpty()) {
          throw invalid(next, "move --property above the first changeset, so that all may use it");
        }
        property(directive.rest());
        keepLineCount();
      }
      case IGNORE_LINES -> ignoreLines(directive.rest(), open);
      case CHANGE_SET -> throw new IllegalStateException("read by the caller");
      case COMMENT, VALID_CHECK_SUM, ROLLBACK, ROLLBACK_START, PRECONDITIONS, PRECONDITION -> {
        if (open.isEmpty()) {
          throw invalid(
              next,
              "a directive above the first changeset belongs to none, so Liquibase drops it. Move it"
                  + " below --changeset, or, if it is a comment, begin it with another word");
        }
        if (directive.kind() == Directive.Kind.ROLLBACK_START) {
          rollbackBlock(line, open.getFirst());
        } else {
          open.getFirst().directive(directive, line, next);
        }
      }
    }
  }

  private void rollbackBlock(String line, ChangeSetReader changeSet) {
    int first = next;
    var block = new ArrayList<String>();
    while (next < lines.length) {
      var content = lines[next++];
      boolean last = content.stripTrailing().endsWith("*/");
      int end = last ? content.lastIndexOf("*/") : content.length();
      var sql = content.substring(0, end);
      if (sql.contains("/*") || sql.contains("*/")) {
        throw invalid(
            next,
            "a comment inside /* liquibase rollback … */ would end it early. Use -- comments, or"
                + " --rollback lines");
      }
      block.add(sql);
      if (last) {
        changeSet.rollbackBlock(line, block, first);
        return;
      }
    }
    throw invalid(first, "/* liquibase rollback has no line that ends with */");
  }

  /** What lies between is left out; the lines still count. */
  private void ignoreLines(String argument, List<ChangeSetReader> open) {
    int from = next;
    if (argument.equals("start")) {
      while (next < lines.length && !ignoreEnd(lines[next])) {
        next++;
      }
      if (next == lines.length) {
        throw invalid(
            from, "--ignoreLines:start has no --ignoreLines:end, so nothing below would run");
      }
      next++;
    } else if (argument.matches("[0-9]{1,6}")) {
      next = Math.min(lines.length, next + Integer.parseInt(argument));
    } else {
      throw invalid(from, "after --ignoreLines: there may be start, end or a number of lines");
    }
    for (int i = from; i <= next; i++) {
      if (open.isEmpty()) {
        keepLineCount();
      } else {
        open.getFirst().sql("", i);
      }
    }
  }

  private static boolean ignoreEnd(String line) {
    return Directive.of(line)
        .filter(d -> d.kind() == Directive.Kind.IGNORE_LINES && d.rest().equals("end"))
        .isPresent();
  }

  private void property(String rest) {
    var attributes = attributes(rest, PROPERTY_ATTRIBUTES, next);
    var name = attributes.value("name");
    if (name.isEmpty() || attributes.value("value").isEmpty()) {
      throw invalid(next, "write --property name:x value:y");
    }
    Placeholders.refuse(file, rest, next, properties);
    properties.add(name.get());
  }

  private Attributes attributes(String text, List<String> known, int line) {
    try {
      return Attributes.parse(text, known);
    } catch (Attributes.Malformed e) {
      throw invalid(line, e.text());
    }
  }

  private void close(List<ChangeSetReader> open) {
    if (!open.isEmpty()) {
      changeSets.add(open.removeFirst().read());
    }
  }

  private void refuseSqlInPreamble() {
    var lexer = new SqlLexer(file.syntax(), preamble.toString(), 1);
    while (lexer.next()) {
      if (!lexer.comment() || !lexer.closed()) {
        throw invalid(
            lexer.line(),
            "Liquibase drops SQL above the first --changeset line. Write \"--changeset author:id\""
                + " above it");
      }
    }
  }

  private void refuseMeantDirective(String line, int number) {
    Directive.meantBy(line)
        .ifPresent(
            meant -> {
              throw invalid(number, ChangeSetReader.overlooked(meant));
            });
  }

  private void keepLineCount() {
    preamble.append('\n');
  }

  private AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, line, what + ".");
  }
}
