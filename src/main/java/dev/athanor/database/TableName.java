package dev.athanor.database;

/**
 * A table with its schema, so that no search path can make it another one.
 *
 * @param schema the schema's plain name; empty only where no database is asked, for the
 *     connection's own
 * @param name the table's plain name
 */
public record TableName(String schema, String name) {
  /** Both names quoted, ready for SQL. */
  public String quoted(Dialect dialect) {
    return schema.isEmpty()
        ? dialect.quote(name)
        : dialect.quote(schema) + "." + dialect.quote(name);
  }

  @Override
  public String toString() {
    return schema.isEmpty() ? name : schema + "." + name;
  }
}
