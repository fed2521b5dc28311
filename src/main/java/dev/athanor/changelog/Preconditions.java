package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The preconditions of one formatted SQL changeset. */
final class Preconditions {
  private static final Set<String> ACTIONS = Set.of("HALT", "CONTINUE", "MARK_RAN", "WARN");
  private static final Set<String> SQL_OUTPUT = Set.of("TEST", "FAIL", "IGNORE");
  private static final List<String> SETTINGS =
      List.of("onFail", "onError", "onSqlOutput", "onUpdateSQL");

  /** By name, what Liquibase needs to find behind it. */
  private static final Map<String, Pattern> KNOWN =
      Map.of(
          "sql-check",
          Pattern.compile("(?i)(?:expectedResult:)?(\\w+|'[^']+'|\"[^\"]+\") .+"),
          "table-exists",
          Pattern.compile("(?i)(?=.*table:\\w+)(?:\\s*(?:table|schema):\\w+)+\\s*"),
          "view-exists",
          Pattern.compile("(?i)(?=.*view:\\w+)(?:\\s*(?:view|schema):\\w+)+\\s*"));

  private final RevisionFile file;
  private boolean begun;

  Preconditions(RevisionFile file) {
    this.file = file;
  }

  /** Takes what follows {@code --preconditions}. */
  void settings(String rest, int line) {
    if (begun) {
      throw invalid(
          line,
          "Liquibase forgets the preconditions above this line. Write one --preconditions line, the"
              + " first of them");
    }
    begun = true;
    try {
      var attributes = Attributes.parse(rest, SETTINGS);
      for (var setting : attributes.values().entrySet()) {
        boolean output = setting.getKey().startsWith("onS") || setting.getKey().startsWith("onU");
        var allowed = output ? SQL_OUTPUT : ACTIONS;
        if (!allowed.contains(setting.getValue().toUpperCase(Locale.ROOT))) {
          throw new Attributes.Malformed(
              "%s may be one of %s".formatted(setting.getKey(), String.join(", ", allowed)));
        }
      }
    } catch (Attributes.Malformed e) {
      throw invalid(line, e.text());
    }
  }

  /** Takes what follows {@code --precondition-}. */
  void add(String rest, int line) {
    begun = true;
    int space = rest.indexOf(' ');
    var name = rest.substring(0, space);
    var needs = KNOWN.get(name);
    if (needs == null) {
      throw invalid(
          line,
          "there is no precondition \"%s\" in formatted SQL; there are sql-check, table-exists and view-exists"
              .formatted(name));
    }
    if (!needs.matcher(rest.substring(space + 1).strip()).matches()) {
      throw invalid(
          line,
          "write --precondition-sql-check expectedResult:0 SELECT …, --precondition-table-exists"
              + " table:x or --precondition-view-exists view:x");
    }
  }

  private AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, line, what + ".");
  }
}
