package dev.athanor.changelog;

import java.util.List;
import java.util.Locale;

/**
 * Which SQL a file is written in, as far as it decides where a statement ends.
 *
 * @param mysql whether it is MariaDB's and MySQL's: backticks, {@code #} comments, the mysql
 *     client's {@code DELIMITER}; else PostgreSQL's
 * @param doubleQuotesName whether {@code "…"} is a name and no string
 * @param backslashEscapes whether a backslash in a plain string escapes what follows
 * @param batches whether what stands between two delimiters is one to the server, whatever is in
 *     it: T-SQL and PL/SQL
 */
public record SqlSyntax(
    boolean mysql, boolean doubleQuotesName, boolean backslashEscapes, boolean batches) {
  /** PostgreSQL's. */
  public static final SqlSyntax POSTGRESQL = new SqlSyntax(false, true, false, false);

  /** SQL Server's and Oracle's. */
  public static final SqlSyntax BATCHES = new SqlSyntax(false, true, false, true);

  /** MariaDB's and MySQL's, with the {@code sql_mode} that they come with. */
  public static final SqlSyntax MYSQL = new SqlSyntax(true, false, true, false);

  /** Modes that bring ANSI_QUOTES with them. */
  private static final List<String> ANSI =
      List.of("ANSI_QUOTES", "ANSI", "DB2", "MAXDB", "MSSQL", "ORACLE", "POSTGRESQL");

  /** MariaDB's and MySQL's in a session whose {@code sql_mode} is this. */
  public static SqlSyntax ofMode(String sqlMode) {
    var modes = List.of(sqlMode.toUpperCase(Locale.ROOT).split("\\s*,\\s*", -1));
    return new SqlSyntax(
        true,
        modes.stream().anyMatch(ANSI::contains),
        !modes.contains("NO_BACKSLASH_ESCAPES"),
        false);
  }
}
