package dev.athanor.database;

/**
 * Something that can be dropped.
 *
 * @param kind {@code table}, {@code view}, …
 * @param name its name with the schema, quoted where it must be
 * @param drop the statement that drops it and what depends on it, if it is still there
 */
public record SchemaObject(String kind, String name, String drop) {}
