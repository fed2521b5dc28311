package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.RowChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The rows that say where the database is, in Alembic's own layout: {@code version_num} as primary
 * key, one row for each effective head. Alembic's own table, 32 wide, is read and written as it is.
 */
public final class VersionTable {
  /** The longest revision id that a table of ours holds. */
  public static final int WIDTH = 255;

  private static final String COLUMN = "version_num";

  private final Session session;
  private final TableName table;

  /** The table with that name, which need not exist. */
  public VersionTable(Session session, TableName table) {
    this.session = session;
    this.table = table;
  }

  /** The rows, sorted; none when there is no table. Takes no lock and creates nothing. */
  public List<String> rows() {
    return session.query(
        () -> {
          if (!session.dialect().exists(session.connection(), table)) {
            return List.<String>of();
          }
          var rows = new ArrayList<String>();
          try (var statement = session.connection().createStatement();
              var result = statement.executeQuery("SELECT " + COLUMN + " FROM " + quoted())) {
            while (result.next()) {
              rows.add(result.getString(1));
            }
          }
          Collections.sort(rows);
          return List.copyOf(rows);
        });
  }

  /**
   * Throws when one of these ids is longer than the column of the table there is.
   *
   * @throws AthanorException InvalidConfiguration
   */
  public void checkWidth(Collection<String> ids) {
    int width =
        session
            .query(() -> session.dialect().columnWidth(session.connection(), table, COLUMN))
            .orElse(WIDTH);
    for (var id : ids) {
      if (id.length() > width) {
        throw new AthanorException(
            Reason.INVALID_CONFIGURATION,
            "revision '%s' is %d characters long and %s.%s holds %d: widen it first with %s"
                .formatted(
                    id,
                    id.length(),
                    table,
                    COLUMN,
                    width,
                    session.dialect().widen(table, COLUMN, WIDTH)));
      }
    }
  }

  /** The DDL of the table. */
  public String ddl() {
    return ddl(session.dialect(), table);
  }

  /** The DDL of such a table, with no database at hand. */
  public static String ddl(Dialect dialect, TableName table) {
    return "CREATE TABLE %s (%s %s NOT NULL, %s)%s"
        .formatted(
            table.quoted(dialect),
            COLUMN,
            dialect.capabilities().id(WIDTH),
            dialect.primaryKey(table.name() + "_pkc", COLUMN),
            dialect.capabilities().tableOptions());
  }

  /** Creates the table if there is none; part of the transaction that is open. */
  public void ensure() {
    session.call(
        () -> {
          if (!session.dialect().exists(session.connection(), table)) {
            try (var statement = session.connection().createStatement()) {
              statement.execute(ddl());
            }
          }
        });
  }

  /**
   * Makes the changes; part of the transaction that is open.
   *
   * @throws AthanorException InternalError when a row was not there: somebody went around the lock
   */
  public void apply(List<RowChange> changes) {
    session.call(
        () -> {
          for (var change : changes) {
            apply(change);
          }
        });
  }

  private void apply(RowChange change) throws SQLException {
    switch (change) {
      case RowChange.Insert(var row) ->
          update("INSERT INTO " + quoted() + " (" + COLUMN + ") VALUES (?)", 1, row);
      case RowChange.Delete(var row) ->
          update("DELETE FROM " + quoted() + " WHERE " + COLUMN + " = ?", 1, row);
      case RowChange.Update(var row, var value) ->
          update(
              "UPDATE " + quoted() + " SET " + COLUMN + " = ? WHERE " + COLUMN + " = ?",
              1,
              value,
              row);
      case RowChange.DeleteAll() -> update("DELETE FROM " + quoted(), -1);
    }
  }

  private void update(String sql, int expected, String... values) throws SQLException {
    try (var statement = session.connection().prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      int count = statement.executeUpdate();
      if (expected >= 0 && count != expected) {
        throw new AthanorException(
            Reason.INTERNAL_ERROR,
            "the rows of %s changed while the lock was held (%s matched %d rows for %s): nothing was done; look for what else writes to it"
                .formatted(table, sql, count, String.join(", ", values)));
      }
    }
  }

  /** The same change as a statement with its values in it, for showing. */
  public static String sql(Dialect dialect, TableName table, RowChange change) {
    var name = table.quoted(dialect);
    return switch (change) {
      case RowChange.Insert(var row) ->
          "INSERT INTO " + name + " (" + COLUMN + ") VALUES (" + dialect.literal(row) + ")";
      case RowChange.Delete(var row) ->
          "DELETE FROM " + name + " WHERE " + COLUMN + " = " + dialect.literal(row);
      case RowChange.Update(var row, var value) ->
          "UPDATE "
              + name
              + " SET "
              + COLUMN
              + " = "
              + dialect.literal(value)
              + " WHERE "
              + COLUMN
              + " = "
              + dialect.literal(row);
      case RowChange.DeleteAll() -> "DELETE FROM " + name;
    };
  }

  private String quoted() {
    return table.quoted(session.dialect());
  }
}
