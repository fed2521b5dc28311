package dev.athanor.changelog;

/** Which of the two kinds of SQL a file holds. */
final class SqlFormat {
  private SqlFormat() {}

  /** What a file is that its name promises to be of this format. */
  static Format refine(Format promised, String text) {
    boolean liquibase =
        promised == Format.SHORT_SQL
            && HeaderLines.ofSql(text).lines().stream()
                .anyMatch(line -> liquibaseLine("--" + line.text()));
    return liquibase ? Format.LIQUIBASE_SQL : promised;
  }

  /** Whether Liquibase takes this line for the one that makes a file formatted SQL. */
  static boolean liquibaseLine(String line) {
    return HeaderLines.FORMATTED_SQL.matcher(line).matches();
  }

  /** The line, below other text, that would make a file formatted SQL; 0 when there is none. */
  static int lateLiquibaseLine(String text) {
    int number = 0;
    for (var line : text.split("\n", -1)) {
      number++;
      if (liquibaseLine(line)) {
        return number;
      }
    }
    return 0;
  }
}
