package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.JournalEntry;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  StepRunner(
      StepContext context,
      RevisionSet set,
      Clock clock,
      String operationId,
      int number,
      boolean last) {
    this.context = context;
    this.set = set;
    this.clock = clock;
    this.operationId = operationId;
    this.number = number;
    this.last = last;
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
        if (context.stop().getAsBoolean()) {
          throw located(
              new AthanorException(
                  Reason.INTERRUPTED,
                  "Asked to stop while a step waits for a table: nothing of the step is done, and the next run goes on with it.",
                  e),
              step,
              script);
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
    long start = System.nanoTime();
    if (script.isPresent() && !oneTransaction(script.get())) {
      var marked = new MarkedStep(context, step, script.get(), clock);
      int statements = marked.run();
      context.session().reset();
      return context
          .session()
          .inTransaction(
              () -> {
                marked.clear();
                return record(step, script, rowsBefore, start, statements);
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
              return record(step, script, rowsBefore, start, statements);
            });
  }

  private boolean oneTransaction(Script script) {
    return context.session().dialect().transactionalDdl() && script.inTransaction();
  }

  private int record(
      Step step, Optional<Script> script, List<String> rowsBefore, long start, int statements) {
    var completedAt = clock.instant();
    requireOwnTables(step, rowsBefore);
    context.versions().ensure();
    context.archive().ensure();
    archive(step, script, rowsBefore, completedAt);
    context.versions().apply(step.changes());
    var journal = context.journal();
    journal.step(
        operationId,
        number,
        step,
        rowsBefore,
        statements,
        completedAt,
        Duration.ofNanos(System.nanoTime() - start));
    if (last) {
      journal.end(
          operationId, JournalEntry.State.DONE, step.rowsAfter(), completedAt, Optional.empty());
    }
    return statements;
  }

  /** A revision that does away with what it would be recorded in. */
  private void requireOwnTables(Step step, List<String> rowsBefore) {
    var session = context.session();
    var own = new ArrayList<>(List.of(context.tables().journal(), context.tables().steps()));
    if (!rowsBefore.isEmpty()) {
      own.add(context.tables().version());
    }
    for (var table : own) {
      if (!session.query(() -> session.dialect().exists(session.connection(), table))) {
        throw new AthanorException(
            Reason.SQL_FAILED,
            "revision %s drops, moves or renames %s, one of the tables that say where this database is, and so cannot be recorded. Leave Athanor's tables alone, or keep them in a schema that no revision touches (--version-table-schema, spec.database.versionTableSchema)"
                .formatted(step.revision().orElse(""), table));
      }
    }
  }

  private void archive(Step step, Optional<Script> script, List<String> rowsBefore, Instant at) {
    switch (step.direction()) {
      case UPGRADE ->
          script.ifPresent(
              applied -> context.archive().put(ArchivedFiles.archived(applied.file()), at));
      case DOWNGRADE -> step.revision().ifPresent(context.archive()::remove);
      case STAMP -> {
        stamped(step, rowsBefore, at);
        if (last) {
          context.forgetUnfinished();
        }
      }
    }
  }

  /**
   * What a stamp says is applied can be taken back later, also when its file is gone by then: as it
   * is written now, where it was not applied before.
   */
  private void stamped(Step step, List<String> rowsBefore, Instant at) {
    var graph = set.graph();
    var before = graph.applied(rowsBefore.stream().filter(graph::contains).toList());
    var known = context.archive().checksums();
    for (var id : graph.applied(step.rowsAfter().stream().filter(graph::contains).toList())) {
      if (!known.containsKey(id) || !before.contains(id)) {
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
