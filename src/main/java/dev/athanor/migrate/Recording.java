package dev.athanor.migrate;

import dev.athanor.database.JournalEntry;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the journal is told of an operation, besides its steps. */
final class Recording {
  private final Request request;
  private final String operationId;
  private final Clock clock;
  private final Instant startedAt;

  Recording(Request request, String operationId, Clock clock) {
    this.request = request;
    this.operationId = operationId;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Says that it begins, or goes on. */
  void begin(StepContext context, Plan plan, Optional<JournalEntry> before, Edits edits) {
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

  /**
   * Says that it is done; the last step says so itself, so this is for an operation without one.
   */
  void end(StepContext context, List<String> rows) {
    if (request.operation() == Operation.STAMP) {
      context.session().inTransaction(context::forgetUnfinished);
    }
    end(context, JournalEntry.State.DONE, rows, Optional.empty());
  }

  /** Says why it ended, if the database still listens; it is only worth less if it does not. */
  void fail(StepContext context, AthanorException e, List<String> rows) {
    if (e.reason() == Reason.CONNECTION_LOST) {
      return;
    }
    var state =
        e.reason() == Reason.INTERRUPTED
            ? JournalEntry.State.INTERRUPTED
            : JournalEntry.State.FAILED;
    try {
      context.session().reset();
      end(context, state, rows, Optional.of(e.reason().id() + ": " + e.message()));
    } catch (AthanorException alsoFailed) {
      e.addSuppressed(alsoFailed);
    }
  }

  private void end(
      StepContext context, JournalEntry.State state, List<String> rows, Optional<String> error) {
    context
        .session()
        .inTransaction(
            () -> {
              context.journal().end(operationId, state, rows, clock.instant(), error);
              return true;
            });
  }
}
