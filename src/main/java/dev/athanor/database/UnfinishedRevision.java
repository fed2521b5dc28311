package dev.athanor.database;

import dev.athanor.revision.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * A revision that was cut off midway, outside a transaction: part of it is in the database, and no
 * version row says so.
 *
 * @param revision its id
 * @param direction whether it was being applied or taken back
 * @param statements how many of its statements were begun
 */
public record UnfinishedRevision(String revision, Operation direction, int statements) {

  /** All of them; none when there is no table of marks. */
  public static List<UnfinishedRevision> find(Session session, Tables tables) {
    var table = tables.statements();
    return session.query(
        () -> {
          var found = new ArrayList<UnfinishedRevision>();
          if (!session.dialect().exists(session.connection(), table)) {
            return found;
          }
          try (var statement = session.connection().createStatement();
              var rows =
                  statement.executeQuery(
                      "SELECT revision, direction, count(*) FROM "
                          + table.quoted(session.dialect())
                          + " GROUP BY revision, direction ORDER BY revision, direction")) {
            while (rows.next()) {
              found.add(
                  new UnfinishedRevision(
                      rows.getString(1), Operation.valueOf(rows.getString(2)), rows.getInt(3)));
            }
          }
          return found;
        });
  }

  /** Forgets where it was cut off. In the open transaction. */
  public void forget(Session session, Tables tables) {
    new StatementMarks(session, tables, revision, direction.name()).clearAll();
  }
}
