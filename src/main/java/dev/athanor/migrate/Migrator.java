package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.database.Dialect;
import dev.athanor.database.Journal;
import dev.athanor.database.LoggedOperation;
import dev.athanor.database.OperationLog;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.TableName;
import dev.athanor.database.UnfinishedRevision;
import dev.athanor.database.VersionTable;
import dev.athanor.revision.Plan;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Moves a database along its revisions. Safe to start any number of times at once: one works, the
 * others wait and then find nothing left to do.
 */
public final class Migrator {
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final Database database;
  private final RevisionSet set;
  private final Clock clock;
  private final Progress progress;
  private final Duration heartbeat;

  /** A migrator of that database with those revisions. */
  public Migrator(Database database, RevisionSet set, Clock clock, Progress progress) {
    this(database, set, clock, progress, HEARTBEAT);
  }

  Migrator(Database database, RevisionSet set, Clock clock, Progress progress, Duration heartbeat) {
    this.database = database;
    this.set = set;
    this.clock = clock;
    this.progress = progress;
    this.heartbeat = heartbeat;
  }

  /** Carries out a request. */
  public Outcome run(Request request) {
    return run(request, Stop.never());
  }

  /**
   * Carries out a request. Whatever a person can cause ends in the outcome's error, with what was
   * done until then; {@link Outcome#orThrow()} makes an exception of it.
   *
   * @param stop asked between two steps, while waiting for the lock, and while a statement runs
   */
  public Outcome run(Request request, Stop stop) {
    return new Run(set, clock, progress, heartbeat, request, stop).on(database);
  }

  /** Where the database is. Takes no lock, creates nothing. */
  public Position current() {
    return current(database);
  }

  /** Where a database is, when there is no revision set at hand. */
  public static Position current(Database database) {
    try (var session = database.session("current")) {
      var versions = new VersionTable(session, session.tables().version());
      return new Position(versions.rows(), session.info());
    }
  }

  /**
   * All that a database has of a set, wholly or begun: what its rows imply, what its archive keeps,
   * and what was cut off. Takes no lock.
   */
  public static Set<String> applied(Database database, RevisionSet set) {
    try (var session = database.session("applied")) {
      var tables = session.tables();
      var graph = set.graph();
      // a row that the set does not have says nothing about those that it has
      var rows = new VersionTable(session, tables.version()).rows();
      var applied = new HashSet<>(graph.applied(rows.stream().filter(graph::contains).toList()));
      applied.addAll(new Archive(session, tables.archive()).checksums().keySet());
      UnfinishedRevision.find(session, tables).forEach(cut -> applied.add(cut.revision()));
      return applied;
    }
  }

  /** What was done to a database: its last operations, the newest first. Takes no lock. */
  public static List<LoggedOperation> log(Database database, int count) {
    try (var session = database.session("log")) {
      return new OperationLog(session, session.tables()).last(count);
    }
  }

  /** What a request would do now. Takes no lock, changes nothing. */
  public Plan plan(Request request) {
    try (var session = database.session("plan")) {
      var rows = new VersionTable(session, session.tables().version()).rows();
      var journal = new Journal(session, session.tables());
      var planning = Planning.on(session, set, archive(session));
      return request
          .operationId()
          .flatMap(journal::find)
          .map(recorded -> planning.rest(recorded, rows, request))
          .orElseGet(() -> planning.plan(rows, request));
    }
  }

  /** What an approval of this plan names. */
  public String hash(Plan plan) {
    try (var session = database.session("plan")) {
      return Planning.on(session, set, archive(session)).hash(plan);
    }
  }

  /**
   * The exact SQL of a plan for this database, of the revisions and the version table; journal and
   * archive are left out. Changes nothing.
   */
  public List<PlannedStep> sql(Plan plan) {
    try (var session = database.session("plan")) {
      var table = session.tables().version();
      var missing = session.query(() -> !session.dialect().exists(session.connection(), table));
      var target =
          new LazyTarget(() -> LiquibaseScripts.on(session.connection(), session.settings()));
      var dialect = session.dialect();
      var syntax = session.query(() -> dialect.syntax(session.connection()));
      var scripts = new Scripts(set, archive(session), id -> false, dialect, syntax, target);
      return new Rendering(session.dialect(), table, missing, scripts).of(plan);
    }
  }

  /** What a request would do to a database whose version table has these rows; asks none. */
  public static Plan plan(RevisionSet set, Request request, List<String> rows) {
    return Planning.offline(set).plan(rows, request);
  }

  /**
   * Creates the version table if there is none.
   *
   * @param stop asked while waiting for the lock
   * @return whether it was created now
   */
  public static boolean ensureVersion(Database database, BooleanSupplier stop) {
    try (var session = database.session("ensure-version")) {
      var table = session.tables().version();
      // whoever runs revisions at this moment creates it, too
      SessionLock.take(session, table, (holder, waited) -> {}, stop);
      return session.inTransaction(
          () -> {
            boolean missing = !session.dialect().exists(session.connection(), table);
            new VersionTable(session, table).ensure();
            return missing;
          });
    }
  }

  /** The statement that creates the version table which the settings name; asks no database. */
  public static String versionTableSql(String dialect, ConnectionSettings settings) {
    var product = Dialect.named(dialect);
    return VersionTable.ddl(product, offlineTable(product, settings));
  }

  private static TableName offlineTable(Dialect dialect, ConnectionSettings settings) {
    return new TableName(
        settings
            .versionTableSchema()
            .or(settings::schema)
            .orElse(dialect.capabilities().offlineSchema()),
        settings.versionTable());
  }

  private static ArchivedFiles archive(Session session) {
    return new ArchivedFiles(new Archive(session, session.tables().archive()));
  }

  /**
   * The SQL of a plan with no database at hand: the version table is created where the plan begins
   * at the base, and preconditions are taken to hold.
   *
   * @param dialect one of {@link Dialect#NAMES}
   */
  public static List<PlannedStep> offlineSql(RevisionSet set, Plan plan, String dialect) {
    return offlineSql(set, plan, dialect, ConnectionSettings.defaults());
  }

  /** The same with another version table or schema, which the settings name. */
  public static List<PlannedStep> offlineSql(
      RevisionSet set, Plan plan, String dialect, ConnectionSettings settings) {
    var product = Dialect.named(dialect);
    var target = new LazyTarget(() -> LiquibaseScripts.offline(dialect));
    var scripts =
        new Scripts(set, ArchivedFiles.none(), id -> false, product, product.syntax(), target);
    return new Rendering(
            product, offlineTable(product, settings), plan.current().isEmpty(), scripts)
        .of(plan);
  }
}
