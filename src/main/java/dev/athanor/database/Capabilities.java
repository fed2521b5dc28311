package dev.athanor.database;

/**
 * What the products can and how they call it: one row each.
 *
 * @param product the name for people
 * @param transactionalDdl whether a step's DDL commits and rolls back with everything else
 * @param lock what the session lock is
 * @param lockLosers statements of a revision that would give the lock up
 * @param fingerprint what is seen of a statement that a killed runner had begun
 * @param quote what stands around a name; doubled it stands for itself
 * @param backslashEscapes whether a backslash in a literal needs one before it
 * @param textType the column type for any text
 * @param bytesType the column type for any bytes
 * @param instantType the column type for a point in time, to the microsecond, in no time zone but
 *     UTC
 * @param tableOptions what ends the DDL of a table of ours
 * @param offlineSchema the schema of the version table where no database is asked; empty for none
 * @param offlineVersion the version that SQL is generated for where no database is asked
 */
public record Capabilities(
    String product,
    boolean transactionalDdl,
    String lock,
    String lockLosers,
    String fingerprint,
    char quote,
    boolean backslashEscapes,
    String textType,
    String bytesType,
    String instantType,
    String tableOptions,
    String offlineSchema,
    String offlineVersion) {

  /** InnoDB whatever the server's default is, and ids that differ in case are two. */
  private static final String INNODB = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

  private static final String OBJECTS =
      "the definition of each table, view, routine and trigger named";

  static final Capabilities POSTGRESQL =
      new Capabilities(
          "PostgreSQL",
          true,
          "pg_try_advisory_lock",
          "pg_advisory_unlock_all, DISCARD ALL",
          "whether an index is there and valid",
          '"',
          false,
          "text",
          "bytea",
          "timestamp with time zone",
          "",
          "public",
          "17");

  static final Capabilities MARIADB =
      new Capabilities(
          "MariaDB",
          false,
          "GET_LOCK",
          "RELEASE_LOCK, RELEASE_ALL_LOCKS",
          OBJECTS,
          '`',
          true,
          "longtext",
          "longblob",
          "datetime(6)",
          INNODB,
          "",
          "11.4");

  static final Capabilities MYSQL =
      new Capabilities(
          "MySQL",
          false,
          "GET_LOCK",
          "RELEASE_LOCK, RELEASE_ALL_LOCKS",
          OBJECTS,
          '`',
          true,
          "longtext",
          "longblob",
          "datetime(6)",
          INNODB,
          "",
          "8.4");

  /** A name as SQL has it, whatever its characters. */
  String quoted(String name) {
    return quote + name.replace(String.valueOf(quote), "" + quote + quote) + quote;
  }
}
