package dev.athanor.migrate;

import dev.athanor.database.Dialect;
import dev.athanor.database.StatementMarks;
import dev.athanor.database.StatementMarks.Mark;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.util.Optional;

/**
 * The statements of a revision that cannot all be in one transaction. Each leaves a mark: what can
 * have a transaction of its own commits with it, the rest is marked before and after. So the next
 * run goes on at the first statement that is not done.
 */
final class MarkedStep {
  /** Room for the statements of one changeset in the numbering. */
  private static final int UNIT = 100_000;

  private final StepContext context;
  private final Step step;
  private final Script script;
  private final StatementMarks marks;
  private final TransactionalStep inner;
  private int statements;

  MarkedStep(StepContext context, Step step, Script script) {
    this.context = context;
    this.step = step;
    this.script = script;
    this.marks =
        new StatementMarks(
            context.session(),
            context.tables(),
            script.file().revision().id(),
            step.direction().name());
    this.inner = new TransactionalStep(context, step, script);
  }

  /** Runs what is not done yet, and answers how many statements there were. */
  int run() {
    StatementMarks.ensure(context.session(), context.tables());
    for (int i = 0; i < script.units().size(); i++) {
      var unit = script.units().get(i);
      if (unit.inTransaction() && context.session().dialect().transactionalDdl()) {
        together(unit, i * UNIT);
      } else {
        alone(unit, i * UNIT);
      }
    }
    return statements + inner.statements();
  }

  /** Part of the transaction that completes the revision. */
  void clear() {
    marks.clearAll();
  }

  private void together(ChangeUnit unit, int number) {
    if (marks.find(number, unit.name()).isPresent()) {
      return;
    }
    context
        .session()
        .inTransaction(
            () -> {
              inner.run(unit);
              own(() -> marks.set(number, unit.name(), Mark.DONE));
              return true;
            });
  }

  private void alone(ChangeUnit unit, int first) {
    var commands = unit.commands();
    // a changeset that was begun has changed what its preconditions look at
    boolean begun = !commands.isEmpty() && marks.find(first, commands.getFirst().sql()).isPresent();
    if (!begun && !inner.wanted(unit)) {
      return;
    }
    for (int i = 0; i < commands.size(); i++) {
      try {
        once(commands.get(i), first + i);
      } catch (AthanorException e) {
        if (unit.failOnError() || e.reason() != Reason.SQL_FAILED) {
          throw e;
        }
        context.progress().warning(e.message() + ". failOnError is false: the revision goes on");
        return;
      }
    }
  }

  private void once(Command command, int number) {
    var mark = marks.find(number, command.sql());
    if (mark.equals(Optional.of(Mark.DONE))) {
      return;
    }
    if (mark.isPresent() && settled(command, number)) {
      return;
    }
    var session = context.session();
    if (session.dialect().refusesTransaction(command.sql())) {
      outside(command, number);
    } else {
      session.inTransaction(
          () -> {
            context.run(step, script, command);
            own(() -> marks.set(number, command.sql(), Mark.DONE));
            return true;
          });
    }
    statements++;
  }

  /** A revision may have changed the role; the marks are ours. */
  private void own(Runnable work) {
    context
        .session()
        .call(() -> context.session().dialect().ownRole(context.session().connection()));
    work.run();
  }

  private void outside(Command command, int number) {
    var session = context.session();
    session.inTransaction(
        () -> {
          marks.set(number, command.sql(), Mark.RUNNING);
          return true;
        });
    session.call(() -> session.dialect().waitForTables(session.connection()));
    try {
      context.run(step, script, command);
    } catch (AthanorException e) {
      if (e.reason() != Reason.CONNECTION_LOST) {
        // it is known to have failed; what it may have left is looked for and cleared away
        var left = session.query(() -> traces(command));
        if (left != Dialect.Traces.DONE) {
          own(() -> marks.clear(number));
        }
      }
      throw e;
    }
    own(() -> marks.set(number, command.sql(), Mark.DONE));
  }

  private Dialect.Traces traces(Command command) throws java.sql.SQLException {
    var session = context.session();
    return session.dialect().traces(session.connection(), command.sql());
  }

  /** Whether a statement that an earlier run began turns out to be done. */
  private boolean settled(Command command, int number) {
    var left = context.session().query(() -> traces(command));
    return switch (left) {
      case DONE -> {
        marks.set(number, command.sql(), Mark.DONE);
        yield true;
      }
      case NOTHING -> false;
      case UNKNOWN ->
          throw new AthanorException(
                  Reason.NEEDS_DECISION,
                  "%s, line %d: a run that was cut off had begun this statement of revision %s outside a transaction, and whether it is done cannot be seen. Look, then run %s"
                      .formatted(
                          script.file().origin(),
                          command.line(),
                          script.file().revision().id(),
                          marks.settle(number)))
              .at(script.file().origin(), command.line())
              .inRevision(script.file().revision().id())
              .inStatement(command.sql(), null);
    };
  }
}
