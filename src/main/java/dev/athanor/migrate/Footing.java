package dev.athanor.migrate;

import dev.athanor.database.Session;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What a database stands on before its first revision: the tables that are there although neither a
 * version table nor a journal is. Asked for only where no version row was found.
 */
final class Footing {
  /** The records of other tools say nothing about tables of anybody's. */
  private static final Set<String> BOOKKEEPING =
      Set.of(
          "databasechangelog",
          "databasechangeloglock",
          "flyway_schema_history",
          "schema_version",
          "alembic_version",
          "schema_migrations",
          "goose_db_version",
          "atlas_schema_revisions");

  private final Supplier<List<String>> strangers;

  private Footing(Supplier<List<String>> strangers) {
    this.strangers = strangers;
  }

  /** That of the session's database and schema. */
  static Footing of(Session session) {
    return new Footing(() -> find(session));
  }

  /** With no database at hand there is nothing to stand on. */
  static Footing none() {
    return new Footing(List::of);
  }

  /** The tables that no revision made; none where we have been before. */
  List<String> strangers() {
    return strangers.get();
  }

  private static List<String> find(Session session) {
    var dialect = session.dialect();
    var tables = session.tables();
    return session.query(
        () -> {
          var connection = session.connection();
          var schema = session.settings().schema().orElse("");
          // tables first: a runner that begins now makes the journal before any other table
          var found =
              dialect.tables(connection, schema).stream()
                  .filter(name -> !BOOKKEEPING.contains(plain(name)))
                  .toList();
          return found.isEmpty()
                  || dialect.exists(connection, tables.version())
                  || dialect.exists(connection, tables.journal())
              ? List.of()
              : found;
        });
  }

  private static String plain(String name) {
    var bare = name.replaceAll("[\"`]", "");
    return bare.substring(bare.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
