package dev.athanor.migrate;

import dev.athanor.database.DatabaseInfo;
import java.util.List;

/**
 * Where a database is.
 *
 * @param rows the rows of its version table, sorted
 * @param database what it is
 */
public record Position(List<String> rows, DatabaseInfo database) {
  /** Keeps its own copy of the rows. */
  public Position {
    rows = List.copyOf(rows);
  }
}
