package dev.athanor.database;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the products can and how they call it: one row each.
 *
 * @param product the name for people
 * @param driver what speaks to it
 * @param transactionalDdl whether a step's DDL commits and rolls back with everything else
 * @param lock what the session lock is
 * @param lockLosers statements of a revision that would give the lock up
 * @param fingerprint what is seen of a statement that a killed runner had begun
 * @param quote what stands around a name; doubled it stands for itself; {@code [} is closed by
 *     {@code ]}
 * @param capitals whether a plain name without quotes is kept in capitals
 * @param backslashEscapes whether a backslash in a literal needs one before it
 * @param idType the column type for a short text as a key; its {@code %d} is the width
 * @param textType the column type for any text
 * @param bytesType the column type for any bytes
 * @param instantType the column type for a point in time, to the microsecond, in no time zone but
 *     UTC
 * @param tableOptions what ends the DDL of a table of ours
 * @param offlineSchema the schema of the version table where no database is asked; empty for none
 * @param offlineVersion the version that SQL is generated for where no database is asked
 * @param script how its own client wants a script
 */
public record Capabilities(
    String product,
    Driver driver,
    boolean transactionalDdl,
    String lock,
    String lockLosers,
    String fingerprint,
    char quote,
    boolean capitals,
    boolean backslashEscapes,
    String idType,
    String textType,
    String bytesType,
    String instantType,
    String tableOptions,
    String offlineSchema,
    String offlineVersion,
    ScriptForm script) {

  private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern PLAIN_CAPITALS = Pattern.compile("[A-Z][A-Z0-9_]*");

  /** InnoDB whatever the server's default is, and ids that differ in case are two. */
  private static final String INNODB = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

  private static final String OBJECTS =
      "the definition of each table, view, routine and trigger named";

  private static final Driver MARIADB_DRIVER =
      new Driver("org.mariadb.jdbc.Driver", "org.mariadb.jdbc:mariadb-java-client", true, "LGPL");

  private static final ScriptForm MYSQL_SCRIPT =
      new ScriptForm("mariadb or mysql without --force", "", "", "", ";");

  static final Capabilities POSTGRESQL =
      new Capabilities(
          "PostgreSQL",
          new Driver("org.postgresql.Driver", "org.postgresql:postgresql", true, "BSD"),
          true,
          "pg_try_advisory_lock",
          "pg_advisory_unlock_all, DISCARD ALL",
          "whether an index is there and valid",
          '"',
          false,
          false,
          "varchar(%d)",
          "text",
          "bytea",
          "timestamp with time zone",
          "",
          "public",
          "17",
          new ScriptForm("psql -v ON_ERROR_STOP=1 -f …", "", "BEGIN;", "COMMIT;", ";"));

  static final Capabilities MARIADB =
      new Capabilities(
          "MariaDB",
          MARIADB_DRIVER,
          false,
          "GET_LOCK",
          "RELEASE_LOCK, RELEASE_ALL_LOCKS",
          OBJECTS,
          '`',
          false,
          true,
          "varchar(%d)",
          "longtext",
          "longblob",
          "datetime(6)",
          INNODB,
          "",
          "11.4",
          MYSQL_SCRIPT);

  static final Capabilities MYSQL =
      new Capabilities(
          "MySQL",
          MARIADB_DRIVER,
          false,
          "GET_LOCK",
          "RELEASE_LOCK, RELEASE_ALL_LOCKS",
          OBJECTS,
          '`',
          false,
          true,
          "varchar(%d)",
          "longtext",
          "longblob",
          "datetime(6)",
          INNODB,
          "",
          "8.4",
          MYSQL_SCRIPT);

  static final Capabilities SQL_SERVER =
      new Capabilities(
          "SQL Server",
          new Driver(
              "com.microsoft.sqlserver.jdbc.SQLServerDriver",
              "com.microsoft.sqlserver:mssql-jdbc",
              true,
              "MIT"),
          true,
          "sp_getapplock",
          "sp_releaseapplock",
          "nothing: what ran outside a transaction and was cut off is for a person",
          '[',
          false,
          false,
          // ids that differ in case, or in a letter beyond ASCII, are two
          "nvarchar(%d) COLLATE Latin1_General_100_BIN2",
          "nvarchar(max)",
          "varbinary(max)",
          "datetime2(6)",
          "",
          "dbo",
          "16",
          new ScriptForm(
              "sqlcmd -b -I -x -i …",
              "SET XACT_ABORT ON;\nGO",
              "BEGIN TRANSACTION;\nGO",
              "COMMIT TRANSACTION;\nGO",
              ";\nGO"));

  static final Capabilities ORACLE =
      new Capabilities(
          "Oracle",
          new Driver(
              "oracle.jdbc.OracleDriver",
              "com.oracle.database.jdbc:ojdbc11",
              false,
              "Oracle Free Use Terms"),
          false,
          "DBMS_LOCK",
          "DBMS_LOCK.RELEASE",
          "nothing: what was cut off is for a person",
          '"',
          true,
          false,
          "varchar2(%d char)",
          "clob",
          "blob",
          "timestamp(6)",
          "",
          "",
          "19",
          new ScriptForm(
              "sqlplus -S … @…",
              "WHENEVER SQLERROR EXIT FAILURE ROLLBACK\nSET DEFINE OFF\nSET SQLBLANKLINES ON",
              "",
              "COMMIT\n/",
              "\n/"));

  static final Capabilities SQLITE =
      new Capabilities(
          "SQLite",
          new Driver("org.sqlite.JDBC", "org.xerial:sqlite-jdbc", false, "Apache-2.0"),
          true,
          "a file beside the database, locked through SQLite",
          "DETACH",
          "not needed: what cannot be in a transaction does no harm twice",
          '"',
          false,
          false,
          "varchar(%d)",
          "text",
          "blob",
          "text",
          "",
          "",
          "3",
          new ScriptForm("sqlite3 -bail shop.db < …", "", "BEGIN IMMEDIATE;", "COMMIT;", ";"));

  static final Capabilities H2 =
      new Capabilities(
          "H2",
          new Driver("org.h2.Driver", "com.h2database:h2", false, "EPL-1.0"),
          false,
          "a row that counts for as long as its session is there",
          "DELETE or DROP of PUBLIC.ATHANOR_LOCK",
          "the definition of everything that it names",
          '"',
          true,
          false,
          "varchar(%d)",
          "character large object",
          "binary large object",
          "timestamp(6) with time zone",
          "",
          "",
          "2.5",
          new ScriptForm(
              "java -cp h2.jar org.h2.tools.RunScript -url … -script …", "", "", "", ";"));

  /**
   * A JDBC driver.
   *
   * @param className its class
   * @param artifact where Maven Central has it, without a version
   * @param shipped whether it is in the image
   * @param licence its licence
   */
  public record Driver(String className, String artifact, boolean shipped, String licence) {}

  /**
   * How a script is written.
   *
   * @param client what runs it and stops at the first error
   * @param preamble lines at its beginning; empty for none
   * @param begin what opens a step's transaction; empty where DDL commits by itself
   * @param commit what ends a step; empty for nothing
   * @param terminator what ends a statement
   */
  public record ScriptForm(
      String client, String preamble, String begin, String commit, String terminator) {}

  /** The type of a short text that wide, in characters. */
  String id(int width) {
    return idType.formatted(width);
  }

  /** A name as the catalogue has it when it was created without quotes. */
  String stored(String name) {
    return capitals && PLAIN.matcher(name).matches() ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** The one spelling of a name that means the same object: two would be two locks. */
  String plain(String name) {
    return capitals && PLAIN_CAPITALS.matcher(name).matches()
        ? name.toLowerCase(Locale.ROOT)
        : name;
  }

  /** A name as SQL has it, whatever its characters. */
  String quoted(String name) {
    char close = quote == '[' ? ']' : quote;
    return quote + stored(name).replace(String.valueOf(close), "" + close + close) + close;
  }
}
