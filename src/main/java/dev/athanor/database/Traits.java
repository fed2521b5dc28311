package dev.athanor.database;

import java.util.Set;

/**
 * What a statement is like to whoever has to go on after it.
 *
 * @param nature what becomes of it when its run is cut off
 * @param inParts whether it may be done in part when it fails
 * @param gives what it leaves in the session: {@code @variable}, {@code @@setting}, the name of a
 *     temporary table or of a prepared statement, {@code last_insert_id()}
 * @param names every name in it, in lower case and without quotes: what it may need of that, and
 *     the objects that it may touch
 */
public record Traits(Nature nature, boolean inParts, Set<String> gives, Set<String> names) {
  /** Keeps its own copies of the sets. */
  public Traits {
    gives = Set.copyOf(gives);
    names = Set.copyOf(names);
  }

  static Traits of(Nature nature, boolean inParts) {
    return new Traits(nature, inParts, Set.of(), Set.of());
  }

  /** The same statement as a part of a transaction. */
  public Traits transactional() {
    return new Traits(Nature.TRANSACTIONAL, inParts, gives, names);
  }
}
