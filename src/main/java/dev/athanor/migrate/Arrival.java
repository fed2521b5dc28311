package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.database.Database;
import dev.athanor.database.VersionTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Whether a database has come as far as somebody waits for.
 *
 * @param rows the rows of the version table
 * @param missing what is waited for and not applied yet
 */
public record Arrival(List<String> rows, List<String> missing) {
  /** Keeps its own copies of the lists. */
  public Arrival {
    rows = List.copyOf(rows);
    missing = List.copyOf(missing);
  }

  /** Whether nothing is missing. */
  public boolean reached() {
    return missing.isEmpty();
  }

  /**
   * Looks, creates nothing and takes no lock. A database that has gone past what is waited for has
   * reached it: that is told by the set, and by the archive where the database is at revisions that
   * the set does not have.
   */
  public static Arrival of(Database database, Optional<RevisionSet> set, List<String> wanted) {
    try (var session = database.session("wait")) {
      var tables = session.tables();
      var rows = new VersionTable(session, tables.version()).rows();
      var applied = new HashSet<>(rows);
      set.ifPresent(
          known ->
              applied.addAll(
                  known.graph().applied(rows.stream().filter(known.graph()::contains).toList())));
      // who may read the version table only is not asked for more than that as long as it does
      if (!rows.isEmpty() && !applied.containsAll(wanted)) {
        applied.addAll(new Archive(session, tables.archive()).checksums().keySet());
      }
      return new Arrival(rows, wanted.stream().filter(id -> !applied.contains(id)).toList());
    }
  }
}
