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
import dev.athanor.database.UnfinishedRevision;
import dev.athanor.database.VersionTable;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One request being carried out, from the first look at the rows to the outcome. */
final class Run {
  private final RevisionSet set;
  private final SteadyClock clock;
  private final Progress progress;
  private final Duration heartbeat;
  private final Request request;
  private final Stop stop;
  private final String operationId;
  private final Recording recording;

  private Optional<DatabaseInfo> info = Optional.empty();
  private List<String> from = List.of();
  private List<String> now = List.of();
  private List<String> targets = List.of();
  private int planned;
  private final List<Step> done = new ArrayList<>();
  private Optional<InDoubt> inDoubt = Optional.empty();

  /** A step whose commit was not answered, and its number in the journal. */
  private record InDoubt(Step step, int number) {}

  Run(
      RevisionSet set,
      Clock clock,
      Progress progress,
      Duration heartbeat,
      Request request,
      Stop stop) {
    this.set = set;
    this.clock = SteadyClock.from(clock);
    this.progress = progress;
    this.heartbeat = heartbeat;
    this.request = request;
    this.stop = stop;
    this.operationId = request.operationId().orElseGet(() -> unique(request.terms()));
    this.recording = new Recording(request, operationId, this.clock);
  }

  private static String unique(Terms terms) {
    return terms.owner().map(owner -> owner + "/").orElse("") + UUID.randomUUID();
  }

  Outcome on(Database database) {
    try {
      request.expectedDigest().ifPresent(set::expect);
      Outcome outcome;
      try (var session = database.session(request.operation().id())) {
        outcome = on(session, request.operationId());
      }
      while (inDoubt.isPresent()) {
        outcome = lookAgain(database, inDoubt.get(), outcome);
      }
      return outcome;
    } catch (AthanorException e) {
      return outcome(Optional.of(e));
    }
  }

  /**
   * Whether a commit is done that was not answered. The lock is had once the server has ended what
   * it did for the lost connection, so there is no doubt then; if it is done, so goes the rest.
   */
  private Outcome lookAgain(Database database, InDoubt commit, Outcome lost) {
    inDoubt = Optional.empty();
    try (var session = database.session(request.operation().id())) {
      var tables = session.tables();
      SessionLock.take(session, tables.version(), this::waiting, stop);
      if (new Journal(session, tables).stepsDone(operationId) < commit.number()) {
        return lost;
      }
      progress.warning(
          "the connection was lost before a commit was answered; it is done, as the journal says");
      now = commit.step().rowsAfter();
      done.add(commit.step());
      return done.size() == planned
          ? outcome(Optional.empty())
          : on(session, Optional.of(operationId));
    } catch (AthanorException stillUnknown) {
      lost.error().ifPresent(error -> error.addSuppressed(stillUnknown));
      return lost;
    }
  }

  /** With the id of an operation that may have been begun before, that one goes on. */
  private Outcome on(Session session, Optional<String> known) {
    info = Optional.of(session.info());
    var tables = session.tables();
    var versions = new VersionTable(session, tables.version());
    var journal = new Journal(session, tables);
    var archive = new Archive(session, tables.archive());

    look(versions);
    var before = known.flatMap(journal::find);
    if (before.isPresent() && before.get().outcome() == JournalEntry.State.DONE) {
      return reported(before.get());
    }
    var planning = Planning.on(session, set, new ArchivedFiles(archive));
    var plan = plan(planning, before);
    if (known.isEmpty() && settled(session, plan, planning, archive)) {
      return outcome(Optional.empty());
    }

    var lock = SessionLock.take(session, tables.version(), this::waiting, stop);
    checkOwner(journal);
    look(versions);
    before = known.flatMap(journal::find);
    if (before.isPresent() && before.get().outcome() == JournalEntry.State.DONE) {
      return reported(before.get());
    }
    // the archive may be another one by now, too
    var archived = new ArchivedFiles(archive);
    planning = Planning.on(session, set, archived);
    plan = plan(planning, before);
    planning.requireApproval(plan, before, request);
    if (known.isEmpty() && settled(session, plan, planning, archive)) {
      return outcome(Optional.empty());
    }
    try (var beat = new Heartbeat(session, progress, heartbeat, stop)) {
      var context =
          new StepContext(session, tables, versions, journal, archive, lock, progress, beat, stop);
      // a stamp may be there to put unknown rows right
      var applied =
          plan.operation() == Operation.STAMP
              ? Set.<String>of()
              : planning.graphFor(now).applied(now);
      return carryOut(context, plan, before, applied, archived);
    }
  }

  /**
   * Whether there is nothing to do, and no edit to refuse or to take over. A stamp settles what was
   * cut off.
   */
  private boolean settled(Session session, Plan plan, Planning planning, Archive archive) {
    if (!plan.steps().isEmpty()) {
      return false;
    }
    if (plan.operation() == Operation.STAMP) {
      return UnfinishedRevision.find(session, session.tables()).isEmpty();
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
    if (done.isEmpty()) {
      from = now;
    }
  }

  private Plan plan(Planning planning, Optional<JournalEntry> before) {
    var plan =
        before.isPresent()
            ? planning.resume(before.get(), now, request)
            : planning.plan(now, request);
    targets = plan.targets();
    planned = done.size() + plan.steps().size();
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
    Unfinished.judge(UnfinishedRevision.find(session, context.tables()), plan);
    progress.operationStarted(plan);
    recording.begin(context, plan, before, edits);
    try {
      steps(context, plan, scripts);
      if (plan.steps().isEmpty()) {
        recording.end(context, now);
      }
      return outcome(Optional.empty());
    } catch (AthanorException e) {
      if (!session.commitInDoubt()) {
        inDoubt = Optional.empty();
      }
      recording.fail(context, e, now);
      return outcome(Optional.of(e));
    }
  }

  private void steps(StepContext context, Plan plan, List<Optional<Script>> scripts) {
    int before = context.journal().stepsDone(operationId);
    int already = done.size();
    int count = plan.steps().size();
    for (int i = 0; i < count; i++) {
      if (stop.getAsBoolean()) {
        throw new AthanorException(
            Reason.INTERRUPTED,
            "Asked to stop: %d of %d steps are done, the database is at %s; the next run goes on from there."
                .formatted(done.size(), planned, now.isEmpty() ? "base" : String.join(", ", now)));
      }
      var step = plan.steps().get(i);
      int number = already + i + 1;
      progress.stepStarted(number, planned, step);
      long start = System.nanoTime();
      var runner = new StepRunner(context, set, clock, operationId, before + i + 1, i + 1 == count);
      inDoubt = Optional.of(new InDoubt(step, before + i + 1));
      int statements = runner.run(step, scripts.get(i), now);
      inDoubt = Optional.empty();
      now = step.rowsAfter();
      done.add(step);
      progress.stepDone(
          number, planned, step, Duration.ofNanos(System.nanoTime() - start), statements);
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
        recording.startedAt(),
        clock.instant(),
        info,
        error);
  }
}
