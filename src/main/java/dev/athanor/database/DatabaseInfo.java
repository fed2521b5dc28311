package dev.athanor.database;

/**
 * What answers at the other end.
 *
 * @param product for example {@code PostgreSQL}
 * @param version the server's own version, for example {@code 17.11}
 * @param identity tells this database from every other, also behind another host name: two settings
 *     with the same identity reach the same database
 * @param versionTable the version table with its schema; empty where it was not looked for
 */
public record DatabaseInfo(String product, String version, String identity, String versionTable) {

  /** The same, with no version table looked for. */
  public DatabaseInfo(String product, String version, String identity) {
    this(product, version, identity, "");
  }

  DatabaseInfo at(TableName table) {
    return new DatabaseInfo(product, version, identity, table.toString());
  }
}
