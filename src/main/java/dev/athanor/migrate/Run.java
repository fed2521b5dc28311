package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.database.Database;
import dev.athanor.database.DatabaseInfo;
import dev.athanor.database.Journal;
import dev.athanor.database.JournalEntry;
import dev.athanor.database.LockHolder;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.VersionTable;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** One request being carried out, from the first look at the rows to the outcome. */
final class Run {
  private final RevisionSet set;
  private final Clock clock;
  private final Progress progress;
  private final Duration heartbeat;
  private final Request request;
  private final BooleanSupplier stop;
  private final String operationId;
  private final Instant startedAt;

  private Optional<DatabaseInfo> info = Optional.empty();
  private List<String> from = List.of();
  private List<String> now = List.of();
  private List<String> targets = List.of();
  private int planned;
  private boolean recorded;
  private final List<Step> done = new ArrayList<>();

  Run(
      RevisionSet set,
      Clock clock,
      Progress progress,
      Duration heartbeat,
      Request request,
      BooleanSupplier stop) {
    this.set = set;
    this.clock = clock;
    this.progress = progress;
    this.heartbeat = heartbeat;
    this.request = request;
    this.stop = stop;
    this.operationId = request.operationId().orElseGet(() -> unique(request.terms()));
    this.startedAt = clock.instant();
  }

  private static String unique(Terms terms) {
    return terms.owner().map(owner -> owner + "/").orElse("") + UUID.randomUUID();
  }

  Outcome on(Database database) {
    try {
      checkDigest();
      try (var session = database.session(request.operation().id())) {
        return on(session);
      }
    } catch (AthanorException e) {
      return outcome(Optional.of(e));
    }
  }

  private void checkDigest() {
    var expected = request.expectedDigest();
    if (expected.isPresent() && !expected.get().equals(set.digest())) {
      throw new AthanorException(
          Reason.SOURCE_CHANGED,
          "The revision set is %s and not %s, which was planned: it changed in between. Look again."
              .formatted(set.digest(), expected.get()));
    }
  }

  private Outcome on(Session session) {
    info = Optional.of(session.info());
    var tables = session.tables();
    var versions = new VersionTable(session, tables.version());
    var journal = new Journal(session, tables);
    var archive = new Archive(session, tables.archive());

    look(versions);
    from = now;
    var before = record(journal);
    if (before.isPresent() && before.get().outcome() == JournalEntry.State.DONE) {
      return reported(before.get());
    }
    var planning = Planning.on(session, set, new ArchivedFiles(archive));
    var plan = plan(planning, before);
    if (settled(plan, planning, archive)) {
      return outcome(Optional.empty());
    }

    var lock = SessionLock.take(session, tables.version(), this::waiting, stop);
    checkOwner(journal);
    look(versions);
    from = now;
    before = record(journal);
    if (before.isPresent() && before.get().outcome() == JournalEntry.State.DONE) {
      return reported(before.get());
    }
    // the archive may be another one by now, too
    var archived = new ArchivedFiles(archive);
    planning = Planning.on(session, set, archived);
    plan = plan(planning, before);
    planning.requireApproval(plan, before, request);
    if (settled(plan, planning, archive)) {
      return outcome(Optional.empty());
    }
    try (var beat = new Heartbeat(progress, heartbeat)) {
      var context =
          new StepContext(session, tables, versions, journal, archive, lock, progress, beat);
      // a stamp may be there to put unknown rows right
      var applied =
          plan.operation() == Operation.STAMP
              ? Set.<String>of()
              : planning.graphFor(now).applied(now);
      return carryOut(context, plan, before, applied, archived);
    }
  }

  /** Whether there is nothing to do, an edit to refuse or to take over included. */
  private boolean settled(Plan plan, Planning planning, Archive archive) {
    if (!plan.steps().isEmpty() || request.operationId().isPresent()) {
      return false;
    }
    if (plan.operation() == Operation.STAMP) {
      return true;
    }
    var edits = Edits.find(set, planning.graphFor(now).applied(now), archive, request.onEdit());
    if (!edits.accepted().isEmpty()) {
      return false;
    }
    edits.judge(request.operation(), progress);
    return true;
  }

  private void checkOwner(Journal journal) {
    var terms = request.terms();
    if (terms.owner().isPresent() && !terms.takeOver()) {
      journal
          .lastOwner()
          .filter(owner -> !owner.equals(terms.owner().get()))
          .ifPresent(
              owner -> {
                throw Refusal.anothers(owner);
              });
    }
  }

  private void look(VersionTable versions) {
    now = versions.rows();
  }

  private Optional<JournalEntry> record(Journal journal) {
    return request.operationId().flatMap(journal::find);
  }

  private Plan plan(Planning planning, Optional<JournalEntry> before) {
    var plan =
        before.isPresent()
            ? planning.resume(before.get(), now, request)
            : planning.plan(now, request);
    targets = plan.targets();
    planned = plan.steps().size();
    return plan;
  }

  private void waiting(Optional<LockHolder> holder, Duration waited) {
    progress.waitingForLock(holder.map(LockHolder::description).orElse("another session"), waited);
  }

  private Outcome carryOut(
      StepContext context,
      Plan plan,
      Optional<JournalEntry> before,
      Set<String> applied,
      ArchivedFiles archived) {
    var session = context.session();
    plan.steps().forEach(step -> context.versions().checkWidth(step.rowsAfter()));
    var edits = Edits.find(set, applied, context.archive(), request.onEdit());
    edits.judge(request.operation(), progress);
    var target =
        new LazyTarget(() -> LiquibaseScripts.on(session.connection(), session.settings()));
    var dialect = session.dialect();
    var syntax = session.query(() -> dialect.syntax(session.connection()));
    var scripts = new Scripts(set, archived, edits::supersedes, dialect, syntax, target).read(plan);
    progress.operationStarted(plan);
    begin(context, plan, before, edits);
    try {
      steps(context, plan, scripts);
      if (plan.steps().isEmpty()) {
        session.inTransaction(() -> end(context, JournalEntry.State.DONE, Optional.empty()));
      }
      return outcome(Optional.empty());
    } catch (AthanorException e) {
      fail(context, e);
      return outcome(Optional.of(e));
    }
  }

  private void begin(StepContext context, Plan plan, Optional<JournalEntry> before, Edits edits) {
    if (!context.session().dialect().transactionalDdl()) {
      // CREATE TABLE would commit whatever stands before it
      context.ensureTables();
    }
    context
        .session()
        .inTransaction(
            () -> {
              var journal = context.journal();
              journal.ensure();
              journal.endOthers(operationId, startedAt);
              if (before.isPresent()) {
                journal.resume(operationId);
              } else {
                journal.begin(entry(plan));
              }
              for (var file : edits.accepted()) {
                context.archive().put(ArchivedFiles.archived(file), startedAt);
                file.replaces().forEach(context.archive()::remove);
              }
              return true;
            });
    recorded = true;
  }

  private JournalEntry entry(Plan plan) {
    return new JournalEntry(
        operationId,
        plan.operation(),
        plan.expression(),
        plan.targets(),
        plan.current(),
        List.of(),
        plan.steps().size(),
        JournalEntry.State.RUNNING,
        startedAt,
        Optional.empty(),
        Optional.empty(),
        request.tag());
  }

  private void steps(StepContext context, Plan plan, List<Optional<Script>> scripts) {
    int before = context.journal().stepsDone(operationId);
    int count = plan.steps().size();
    for (int i = 0; i < count; i++) {
      if (stop.getAsBoolean()) {
        throw new AthanorException(
            Reason.INTERRUPTED,
            "Asked to stop: %d of %d steps are done, the database is at %s; the next run goes on from there."
                .formatted(i, count, now.isEmpty() ? "base" : String.join(", ", now)));
      }
      var step = plan.steps().get(i);
      progress.stepStarted(i + 1, count, step);
      long start = System.nanoTime();
      boolean last = i + 1 == count;
      boolean stamped = last || plan.steps().get(i + 1).direction() != Operation.STAMP;
      var runner = new StepRunner(context, set, clock, operationId, before + i + 1, last, stamped);
      int statements = runner.run(step, scripts.get(i), now);
      now = step.rowsAfter();
      done.add(step);
      progress.stepDone(
          i + 1, count, step, Duration.ofNanos(System.nanoTime() - start), statements);
    }
  }

  private boolean end(StepContext context, JournalEntry.State state, Optional<String> error) {
    context.journal().end(operationId, state, now, clock.instant(), error);
    return true;
  }

  /** Records the failure if the database still listens; it is only worth less if it does not. */
  private void fail(StepContext context, AthanorException e) {
    if (!recorded || e.reason() == Reason.CONNECTION_LOST) {
      return;
    }
    var state =
        e.reason() == Reason.INTERRUPTED
            ? JournalEntry.State.INTERRUPTED
            : JournalEntry.State.FAILED;
    try {
      context.session().reset();
      context
          .session()
          .inTransaction(
              () -> end(context, state, Optional.of(e.reason().id() + ": " + e.message())));
    } catch (AthanorException alsoFailed) {
      e.addSuppressed(alsoFailed);
    }
  }

  private Outcome reported(JournalEntry entry) {
    targets = entry.targets();
    return new Outcome(
        entry.operation(),
        entry.expression(),
        entry.targets(),
        entry.from(),
        entry.to(),
        List.of(),
        0,
        entry.startedAt(),
        entry.completedAt().orElse(entry.startedAt()),
        info,
        Optional.empty());
  }

  private Outcome outcome(Optional<AthanorException> error) {
    return new Outcome(
        request.operation(),
        request.expression(),
        targets,
        from,
        now,
        done,
        planned,
        startedAt,
        clock.instant(),
        info,
        error);
  }
}
