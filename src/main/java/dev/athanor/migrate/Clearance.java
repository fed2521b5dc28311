package dev.athanor.migrate;

import dev.athanor.database.Database;
import dev.athanor.database.LockHolder;
import dev.athanor.database.SchemaContents;
import dev.athanor.database.SchemaObject;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.TableName;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Drops all that a schema holds, our own tables included, wherever these are. */
public final class Clearance {
  private final Database database;
  private final Progress progress;

  /** The clearance of the schema that the database's settings name, or of the connection's own. */
  public Clearance(Database database, Progress progress) {
    this.database = database;
    this.progress = progress;
  }

  /** What would be dropped. Takes no lock, changes nothing. */
  public SchemaContents look() {
    try (var session = database.session("drop-all")) {
      return look(session);
    }
  }

  /**
   * Drops it with the lock that runners take: all of it or nothing, or, where DDL commits by
   * itself, one after the other, our own tables last.
   *
   * @param seen what {@link #look} has shown: anything else there is by now is reason to stop
   * @param stop asked while waiting for the lock
   * @throws AthanorException DatabaseChanged; SqlFailed when something outside the schema depends
   *     on what is in it; LockTimeout, Interrupted
   */
  public void drop(SchemaContents seen, BooleanSupplier stop) {
    try (var session = database.session("drop-all")) {
      SessionLock.take(session, session.tables().version(), this::waiting, stop);
      if (!session.dialect().transactionalDdl()) {
        dropOneByOne(session, seen);
        return;
      }
      session.inTransaction(
          () -> {
            var now = look(session);
            refuseOthers(seen, now);
            drop(session, now);
            return now;
          });
    }
  }

  private void dropOneByOne(Session session, SchemaContents seen) {
    var now = look(session);
    refuseOthers(seen, now);
    var dialect = session.dialect();
    refuseLosses(now, outside(session, now));
    var ours = ours(session).stream().map(TableName::toString).toList();
    var order = new ArrayList<>(now.objects());
    order.removeIf(object -> ours.contains(object.name()));
    now.objects().stream().filter(object -> !order.contains(object)).toList().forEach(order::add);
    session.call(() -> dialect.dropInAnyOrder(session.connection()));
    for (int i = 0; i < order.size(); i++) {
      try {
        run(session, List.of(order.get(i)));
      } catch (AthanorException e) {
        throw new AthanorException(
            e.reason(),
            "%s %s could not be dropped, and %d of %d objects are gone already: %s. Mend that, then run drop-all again"
                .formatted(order.get(i).kind(), order.get(i).name(), i, order.size(), e.message()),
            e);
      }
    }
  }

  private SchemaContents look(Session session) {
    var schema = session.settings().schema().orElse("");
    var contents = session.query(() -> session.dialect().contents(session.connection(), schema));
    var objects = new ArrayList<SchemaObject>(elsewhere(session, contents.schema()));
    objects.addAll(contents.objects());
    return new SchemaContents(contents.database(), contents.schema(), objects);
  }

  /** Our tables, where --version-table-schema put them into another schema. */
  private static List<SchemaObject> elsewhere(Session session, String schema) {
    var tables = session.tables();
    if (tables.version().schema().equals(schema)) {
      return List.of();
    }
    var dialect = session.dialect();
    var found = new ArrayList<SchemaObject>();
    for (var table : ours(session)) {
      if (session.query(() -> dialect.exists(session.connection(), table))) {
        found.add(
            new SchemaObject("table", table.toString(), "DROP TABLE " + table.quoted(dialect)));
      }
    }
    return found;
  }

  private static List<TableName> ours(Session session) {
    var tables = session.tables();
    return List.of(
        tables.journal(), tables.steps(), tables.statements(), tables.archive(), tables.version());
  }

  private static void refuseOthers(SchemaContents seen, SchemaContents now) {
    var added = new ArrayList<>(now.objects());
    added.removeAll(new HashSet<>(seen.objects()));
    if (!added.isEmpty() || !seen.schema().equals(now.schema())) {
      throw new AthanorException(
          Reason.DATABASE_CHANGED,
          "%s was added to schema %s since its contents were shown: nothing was dropped. Look at it again."
              .formatted(names(added), now.schema()));
    }
  }

  private static String names(List<SchemaObject> objects) {
    return String.join(
        ", ", objects.stream().map(object -> object.kind() + " " + object.name()).toList());
  }

  private static void drop(Session session, SchemaContents contents) {
    var ours = elsewhere(session, contents.schema());
    run(session, ours);
    var rest = new ArrayList<>(contents.objects());
    rest.removeAll(ours);
    var before = outside(session, contents);
    run(session, rest);
    before.removeAll(outside(session, contents));
    refuseLosses(contents, before);
  }

  private static void refuseLosses(SchemaContents contents, Set<String> losses) {
    if (!losses.isEmpty()) {
      throw new AthanorException(
          Reason.SQL_FAILED,
          "Outside schema %s, %s would go as well: nothing was dropped. Drop that first, or what it needs."
              .formatted(contents.schema(), String.join(", ", losses)));
    }
  }

  private static Set<String> outside(Session session, SchemaContents contents) {
    return new TreeSet<>(
        session.query(() -> session.dialect().outside(session.connection(), contents.schema())));
  }

  private static void run(Session session, List<SchemaObject> objects) {
    session.call(
        () -> {
          try (var statement = session.connection().createStatement()) {
            for (var object : objects) {
              statement.execute(object.drop());
            }
          }
        });
  }

  private void waiting(Optional<LockHolder> holder, Duration waited) {
    progress.waitingForLock(holder.map(LockHolder::description).orElse("another session"), waited);
  }
}
