package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.JournalEntry;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One step: a revision's statements, its journal row, its archive row and the version rows commit
 * together. A statement that waits too long for a table gives everything up, and the step begins
 * anew, until the lock timeout is over.
 */
final class StepRunner {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final StepContext context;
  private final RevisionSet set;
  private final Clock clock;
  private final String operationId;
  private final int number;
  private final boolean last;
  private final boolean stamped;

  StepRunner(
      StepContext context,
      RevisionSet set,
      Clock clock,
      String operationId,
      int number,
      boolean last,
      boolean stamped) {
    this.context = context;
    this.set = set;
    this.clock = clock;
    this.operationId = operationId;
    this.number = number;
    this.last = last;
    this.stamped = stamped;
  }

  /** Runs it, and answers how many statements of the revision were run. */
  int run(Step step, Optional<Script> script, List<String> rowsBefore) {
    long start = System.nanoTime();
    var patience = context.session().settings().lockTimeout();
    while (true) {
      try {
        context.session().reset();
        context.lock().verify();
        return once(step, script, rowsBefore);
      } catch (AthanorException e) {
        var waited = Duration.ofNanos(System.nanoTime() - start);
        if (e.reason() != Reason.LOCK_TIMEOUT || waited.compareTo(patience) >= 0) {
          throw located(e, step, script);
        }
        context.progress().stepRetried(step, e.message());
        pause();
      }
    }
  }

  private static AthanorException located(AthanorException e, Step step, Optional<Script> script) {
    var located = e;
    if (located.file().isEmpty() && script.isPresent()) {
      located = located.at(script.get().file().origin(), 0);
    }
    return located.revision().isEmpty() && step.revision().isPresent()
        ? located.inRevision(step.revision().get())
        : located;
  }

  private int once(Step step, Optional<Script> script, List<String> rowsBefore) {
    var startedAt = clock.instant();
    if (script.isPresent() && !oneTransaction(script.get())) {
      var marked = new MarkedStep(context, step, script.get(), clock);
      int statements = marked.run();
      context.session().reset();
      return context
          .session()
          .inTransaction(
              () -> {
                marked.clear();
                return record(step, script, rowsBefore, startedAt, statements);
              });
    }
    return context
        .session()
        .inTransaction(
            () -> {
              int statements =
                  script.isPresent() ? new TransactionalStep(context, step, script.get()).run() : 0;
              var session = context.session();
              session.dialect().ownRole(session.connection());
              return record(step, script, rowsBefore, startedAt, statements);
            });
  }

  private boolean oneTransaction(Script script) {
    return context.session().dialect().transactionalDdl() && script.inTransaction();
  }

  private int record(
      Step step,
      Optional<Script> script,
      List<String> rowsBefore,
      Instant startedAt,
      int statements) {
    var completedAt = clock.instant();
    context.versions().ensure();
    context.archive().ensure();
    archive(step, script, completedAt);
    context.versions().apply(step.changes());
    var journal = context.journal();
    journal.step(
        operationId,
        number,
        step,
        rowsBefore,
        statements,
        completedAt,
        Duration.between(startedAt, completedAt));
    if (last) {
      journal.end(
          operationId, JournalEntry.State.DONE, step.rowsAfter(), completedAt, Optional.empty());
    }
    return statements;
  }

  private void archive(Step step, Optional<Script> script, Instant at) {
    switch (step.direction()) {
      case UPGRADE ->
          script.ifPresent(
              applied -> context.archive().put(ArchivedFiles.archived(applied.file()), at));
      case DOWNGRADE -> step.revision().ifPresent(context.archive()::remove);
      case STAMP -> {
        if (stamped) {
          stamped(step, at);
        }
      }
    }
  }

  /** What a stamp says is applied can be taken back later, also when its file is gone by then. */
  private void stamped(Step step, Instant at) {
    var known = context.archive().checksums();
    for (var id : set.graph().applied(step.rowsAfter())) {
      if (!known.containsKey(id)) {
        set.file(id).ifPresent(file -> context.archive().put(ArchivedFiles.archived(file), at));
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AthanorException(Reason.INTERRUPTED, "Interrupted while waiting for a table.", e);
    }
  }
}
