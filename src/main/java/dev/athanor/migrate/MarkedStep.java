package dev.athanor.migrate;

import dev.athanor.database.Dialect;
import dev.athanor.database.Nature;
import dev.athanor.database.Session;
import dev.athanor.database.StatementMark;
import dev.athanor.database.StatementMark.State;
import dev.athanor.database.StatementMarks;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The statements of a revision that cannot all be in one transaction. Each portion leaves a mark:
 * what can have a transaction commits with it, the rest is marked before and after. So the next run
 * goes on at the first portion that is not done.
 */
final class MarkedStep {
  /** Room for the statements of one changeset in the numbering. */
  private static final int UNIT = 100_000;

  private static final String SETTLE =
      "Look at the database, then run 'athanor resolve --done' if it is done, 'athanor resolve --retry' if it is not: the next run goes on from there";

  private final StepContext context;
  private final Session session;
  private final Dialect dialect;
  private final Step step;
  private final Script script;
  private final Clock clock;
  private final StatementMarks marks;
  private final TransactionalStep inner;
  private final Portions portions;
  private final Set<String> given = new HashSet<>();
  private SortedMap<Integer, StatementMark> known = new TreeMap<>();
  private int statements;

  MarkedStep(StepContext context, Step step, Script script, Clock clock) {
    this.context = context;
    this.session = context.session();
    this.dialect = session.dialect();
    this.step = step;
    this.script = script;
    this.clock = clock;
    this.marks =
        new StatementMarks(
            session, context.tables(), script.file().revision().id(), step.direction().name());
    this.inner = new TransactionalStep(context, step, script);
    this.portions = new Portions(dialect, script.file());
  }

  /** Runs what is not done yet, and answers how many statements there were. */
  int run() {
    StatementMarks.ensure(session, context.tables());
    known = marks.all();
    try {
      for (int i = 0; i < script.units().size(); i++) {
        var unit = script.units().get(i);
        if (unit.inTransaction() && dialect.transactionalDdl()) {
          together(unit, i * UNIT);
        } else {
          apart(unit, i * UNIT);
        }
      }
      refuseOthers(known.tailMap(script.units().size() * UNIT), Set.of());
    } finally {
      session.call(() -> dialect.forget(session.connection(), given));
    }
    return statements + inner.statements();
  }

  /** Part of the transaction that completes the revision. */
  void clear() {
    marks.clearAll();
  }

  private void together(ChangeUnit unit, int number) {
    refuseOthers(known.subMap(number, number + UNIT), Set.of(number));
    var before = known.get(number);
    if (before == null) {
      session.inTransaction(
          () -> {
            var state = inner.run(unit) ? State.DONE : State.LEFT_OUT;
            own(() -> mark(number, state, unit.line(), unit.name(), ""));
            return true;
          });
    } else if (before.state() == State.DONE) {
      portions.of(unit).forEach(this::set);
    }
  }

  private void apart(ChangeUnit unit, int first) {
    var earlier = known.subMap(first, first + UNIT);
    int leftOut = first + UNIT - 1;
    if (earlier.containsKey(leftOut)) {
      return;
    }
    // a changeset that was begun has changed what its preconditions look at
    if (earlier.isEmpty() && !inner.wanted(unit)) {
      mark(leftOut, State.LEFT_OUT, unit.line(), unit.name(), "");
      return;
    }
    var parts = portions.of(unit);
    var numbers = new HashSet<Integer>();
    for (int number = first, i = 0; i < parts.size(); number += parts.get(i++).commands().size()) {
      var before = earlier.get(number);
      if (before == null || before.isOf(parts.get(i).sql())) {
        numbers.add(number);
      }
    }
    refuseOthers(earlier, numbers);
    int number = first;
    for (var portion : parts) {
      refuseMore(portion.line());
      try {
        once(portion, number);
      } catch (AthanorException e) {
        if (unit.failOnError() || e.reason() != Reason.SQL_FAILED) {
          throw e;
        }
        context.progress().warning(e.message() + ". failOnError is false: the revision goes on");
        mark(leftOut, State.LEFT_OUT, unit.line(), unit.name(), "");
        return;
      }
      number += portion.commands().size();
    }
  }

  /** What was done cannot be undone by editing the file: it must stay where it was. */
  private void refuseOthers(SortedMap<Integer, StatementMark> marked, Set<Integer> expected) {
    for (var mark : marked.values()) {
      if (!expected.contains(mark.number())) {
        throw refused(
            mark.state() == State.RUNNING ? Reason.NEEDS_DECISION : Reason.REVISION_EDITED,
            mark.state() == State.RUNNING
                ? "%s: an interrupted run of revision %s had begun a statement that is no longer there (it was %s: %s), and whether it is done cannot be seen. %s"
                    .formatted(
                        script.file().origin(),
                        mark.revision(),
                        mark.place(),
                        line(mark.sql()),
                        SETTLE)
                : "%s: an interrupted run of revision %s has done a statement that is no longer there or in another place (it was %s: %s). Put it back as it was; what comes behind it may be changed"
                    .formatted(
                        script.file().origin(), mark.revision(), mark.place(), line(mark.sql())),
            0,
            mark.sql());
      }
    }
  }

  /** Between two statements this revision can wait for the next run as well as between steps. */
  private void refuseMore(int line) {
    if (context.stop().getAsBoolean()) {
      var file = script.file();
      throw new AthanorException(
              Reason.INTERRUPTED,
              "Asked to stop within revision %s, which is not in one transaction: what is before line %d of %s is done, and the next run goes on there."
                  .formatted(file.revision().id(), line, file.origin()))
          .at(file.origin(), line)
          .inRevision(file.revision().id());
    }
  }

  private static String line(String sql) {
    var line = sql.replaceAll("\\s+", " ").strip();
    return line.length() > 120 ? line.substring(0, 120) + "…" : line;
  }

  private void once(Portion portion, int number) {
    context.lock().verify();
    given.addAll(portion.gives());
    var before = Optional.ofNullable(known.get(number));
    if (before.isPresent()
        && (before.get().state() == State.DONE || settled(portion, before.get()))) {
      set(portion);
      return;
    }
    switch (natureNow(portion)) {
      case TRANSACTIONAL ->
          session.inTransaction(
              () -> {
                run(portion);
                own(() -> mark(number, State.DONE, portion.line(), portion.sql(), ""));
                return true;
              });
      case SESSION -> run(portion);
      case VISIBLE, REPEATABLE, OPAQUE -> outside(portion, number);
    }
    statements += portion.commands().size();
  }

  /** What is done was done by a run whose session is gone: what it set there is set again. */
  private void set(Portion portion) {
    for (var setting : portion.settings()) {
      context.run(step, script, setting);
    }
  }

  /** Rows in tables that know no transactions stay when the rest is undone. */
  private Nature natureNow(Portion portion) {
    if (portion.nature() != Nature.TRANSACTIONAL) {
      return portion.nature();
    }
    var names = portion.traitsOfAll().names();
    return session.query(() -> dialect.atomic(session.connection(), names))
        ? Nature.TRANSACTIONAL
        : Nature.OPAQUE;
  }

  private void run(Portion portion) {
    for (var command : portion.commands()) {
      context.run(step, script, command);
    }
  }

  /** A revision may have taken a role, and keeps it; the marks are ours. In a transaction. */
  private void own(Runnable work) {
    var revisions = session.query(() -> dialect.ownRole(session.connection()));
    work.run();
    revisions.ifPresent(this::execute);
  }

  private void ownTransaction(Runnable work) {
    session.inTransaction(
        () -> {
          own(work);
          return true;
        });
  }

  private void execute(String sql) {
    session.call(
        () -> {
          try (var statement = session.connection().createStatement()) {
            statement.execute(sql);
          }
        });
  }

  private void mark(int number, State state, int line, String sql, String fingerprint) {
    var place = script.file().origin() + ", line " + line;
    marks.set(number, state, place, sql, fingerprint, clock.instant());
  }

  private void outside(Portion portion, int number) {
    var nature = natureNow(portion);
    var names = portion.traitsOfAll().names();
    var fingerprint =
        nature == Nature.VISIBLE
            ? session.query(() -> dialect.fingerprint(session.connection(), names))
            : "";
    ownTransaction(() -> mark(number, State.RUNNING, portion.line(), portion.sql(), fingerprint));
    var limit = session.query(() -> dialect.waitForTables(session.connection(), portion.sql()));
    try {
      run(portion);
    } catch (AthanorException e) {
      if (e.reason() != Reason.CONNECTION_LOST) {
        clearIfUndone(portion, number, nature, fingerprint, limit, e);
      }
      throw e;
    }
    limit.ifPresent(this::execute);
    ownTransaction(() -> mark(number, State.DONE, portion.line(), portion.sql(), ""));
  }

  /** What comes in the way of finding that out is not what the person is to see first. */
  private void clearIfUndone(
      Portion portion,
      int number,
      Nature nature,
      String fingerprint,
      Optional<String> limit,
      AthanorException failure) {
    try {
      if (undone(portion, nature, fingerprint)) {
        ownTransaction(() -> marks.clear(number));
      }
      limit.ifPresent(this::execute);
    } catch (AthanorException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** Of a statement that failed; what it may have left is looked for and cleared away. */
  private boolean undone(Portion portion, Nature nature, String fingerprint) {
    return switch (nature) {
      case TRANSACTIONAL, SESSION, REPEATABLE -> true;
      case VISIBLE -> traces(portion, fingerprint) == Dialect.Traces.NOTHING;
      case OPAQUE -> !portion.traitsOfAll().inParts() && portion.nature() != Nature.TRANSACTIONAL;
    };
  }

  private Dialect.Traces traces(Portion portion, String fingerprint) {
    return session.query(
        () ->
            dialect.traces(
                session.connection(), portion.sql(), portion.traitsOfAll(), fingerprint));
  }

  /** Whether a portion that an earlier run began turns out to be done. */
  private boolean settled(Portion portion, StatementMark mark) {
    if (natureNow(portion) == Nature.OPAQUE) {
      throw doubt(portion);
    }
    return switch (traces(portion, mark.fingerprint())) {
      case DONE -> {
        mark(mark.number(), State.DONE, portion.line(), portion.sql(), "");
        yield true;
      }
      case NOTHING -> false;
      case UNKNOWN -> throw doubt(portion);
    };
  }

  private AthanorException doubt(Portion portion) {
    return refused(
        Reason.NEEDS_DECISION,
        "%s, line %d: an interrupted run had begun this statement of revision %s, which is in no transaction, and whether it is done cannot be seen. %s"
            .formatted(
                script.file().origin(), portion.line(), script.file().revision().id(), SETTLE),
        portion.line(),
        portion.commands().getFirst().sql());
  }

  private AthanorException refused(Reason reason, String message, int line, String sql) {
    return new AthanorException(reason, message)
        .at(script.file().origin(), line)
        .inRevision(script.file().revision().id())
        .inStatement(sql, null);
  }
}
