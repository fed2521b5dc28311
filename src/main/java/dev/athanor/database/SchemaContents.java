package dev.athanor.database;

import java.util.List;

/**
 * What a schema holds.
 *
 * @param database the database's name
 * @param schema the schema's name
 * @param objects what can be dropped, in that order
 */
public record SchemaContents(String database, String schema, List<SchemaObject> objects) {

  /** Keeps its own copy of the list. */
  public SchemaContents {
    objects = List.copyOf(objects);
  }
}
