package dev.athanor.changelog;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that Liquibase 4.33 reads as more than SQL, by its own patterns ({@code
 * AbstractFormattedChangeLogParser}); and the lines that were meant to be one and that it would
 * take for a comment.
 *
 * @param kind which one
 * @param rest what follows its name
 */
record Directive(Kind kind, String rest) {
  enum Kind {
    HEADER("\\s*--\\s*liquibase\\s*formatted(.*)"),
    CHANGE_SET("\\s*--\\s*changeset\\s+(.*)"),
    PROPERTY("\\s*--\\s*property\\s+(.*)"),
    IGNORE_LINES("--\\s*ignoreLines:(\\w+)"),
    COMMENT("--\\s*comment:? (.*)"),
    VALID_CHECK_SUM("--\\s*validCheckSum:? (.*)"),
    ROLLBACK("\\s*--\\s*rollback (.*)"),
    ROLLBACK_START("\\s*/\\*\\s*liquibase\\s*rollback\\s*()"),
    PRECONDITIONS("\\s*--\\s*preconditions(.*)"),
    PRECONDITION("\\s*--\\s*precondition-([a-zA-Z0-9-]+ .*)");

    private final Pattern pattern;

    Kind(String regex) {
      this.pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
  }

  private static final Map<String, String> EXAMPLES =
      Map.of(
          "changeset", "--changeset author:id",
          "rollback", "--rollback DROP TABLE …;, or --rollback empty",
          "preconditions", "--preconditions onFail:HALT",
          "precondition", "--precondition-sql-check expectedResult:0 SELECT …",
          "validchecksum", "--validCheckSum: 1:any",
          "ignorelines", "--ignoreLines:start and --ignoreLines:end",
          "property", "--property name:x value:y",
          "liquibase", "--liquibase formatted sql, once, as the first line");

  /** Whatever begins like a directive: dashes, a word, the rest. */
  private static final Pattern LOOKS_LIKE_ONE =
      Pattern.compile("\\s*(-{1,3})\\s*([A-Za-z][\\w-]*)(.*)");

  private static final Pattern COMMENT_ROLLBACK =
      Pattern.compile("\\s*/\\*\\s*liquibase\\b.*", Pattern.CASE_INSENSITIVE);

  private static final Pattern AUTHOR_AND_ID = Pattern.compile("\\s+\\S+:\\S+.*");

  /** Lines at which Liquibase gives up, in a comment, a string or wherever. */
  private static final Pattern UNREADABLE =
      Pattern.compile(
          "-\\s*comment:? .*|--\\s*comments:? .*|-\\s*validCheckSum.*|\\s*-\\s*rollback\\s.*"
              + "|\\s*-\\s*precondition.*|-\\s*ignoreLines:\\w+.*|--\\s*ignore:\\w+"
              + "|\\s*-+\\s*property\\s.*|-\\s*changeset\\s.*|\\s*--\\s*changeset.*"
              + "|\\s*--\\s*precondition-[a-z0-9-]+",
          Pattern.CASE_INSENSITIVE);

  /** Whether Liquibase would refuse a file with this line that is no {@linkplain #of directive}. */
  static boolean unreadable(String line) {
    return UNREADABLE.matcher(line).matches();
  }

  /** The directive on this line, if Liquibase sees one there. */
  static Optional<Directive> of(String line) {
    for (var kind : Kind.values()) {
      Matcher matcher = kind.pattern.matcher(line);
      if (matcher.matches()) {
        return Optional.of(new Directive(kind, matcher.group(1)));
      }
    }
    return Optional.empty();
  }

  /** What a line should have been that was meant for Liquibase and that it would pass over. */
  static Optional<String> meantBy(String line) {
    if (COMMENT_ROLLBACK.matcher(line).matches()) {
      return Optional.of("/* liquibase rollback on a line of its own, the SQL below it, then */");
    }
    var matcher = LOOKS_LIKE_ONE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    boolean twoDashes = matcher.group(1).length() == 2;
    var word = matcher.group(2).toLowerCase(Locale.ROOT);
    var rest = matcher.group(3);
    if (word.startsWith("precondition")) {
      return Optional.of(
          EXAMPLES.getOrDefault(word.equals("preconditions") ? word : "precondition", ""));
    }
    if (EXAMPLES.containsKey(word)) {
      boolean prose = twoDashes && word.equals("liquibase");
      return prose ? Optional.empty() : Optional.of(EXAMPLES.getOrDefault(word, ""));
    }
    return twoDashes ? slip(word, rest) : Optional.empty();
  }

  /** Words one or two letters off, unless they are English and the line is prose. */
  private static Optional<String> slip(String word, String rest) {
    if (word.length() > 30) {
      return Optional.empty();
    }
    for (var example : EXAMPLES.entrySet()) {
      int distance = Spelling.distance(word, example.getKey());
      boolean alike = word.charAt(0) == example.getKey().charAt(0);
      boolean fits =
          switch (example.getKey()) {
            // "changes", "changed", "charset"
            case "changeset" -> distance <= 3 && AUTHOR_AND_ID.matcher(rest).matches();
            // "properly"
            case "property" -> distance <= 2 && rest.contains("name:");
            default -> alike && distance <= (word.length() < 8 ? 1 : 2);
          };
      if (fits) {
        return Optional.of(example.getValue());
      }
    }
    return Optional.empty();
  }
}
