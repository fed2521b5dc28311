package dev.athanor.migrate;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.migrate.ChangeUnit.Verdict;
import dev.athanor.revision.Step;

/** The statements of one revision inside the one transaction that is open. */
final class TransactionalStep {
  private final StepContext context;
  private final Step step;
  private final Script script;
  private int statements;

  TransactionalStep(StepContext context, Step step, Script script) {
    this.context = context;
    this.step = step;
    this.script = script;
  }

  /** Runs them all, and answers how many there were. */
  int run() {
    for (var unit : script.units()) {
      run(unit);
    }
    return statements;
  }

  /** Runs one changeset, if its preconditions want it; answers whether. */
  boolean run(ChangeUnit unit) {
    if (!wanted(unit)) {
      return false;
    }
    if (unit.failOnError()) {
      commands(unit);
      return true;
    }
    var session = context.session();
    var savepoint = session.query(() -> session.connection().setSavepoint());
    try {
      commands(unit);
    } catch (AthanorException e) {
      if (e.reason() != Reason.SQL_FAILED) {
        throw e;
      }
      session.call(() -> session.connection().rollback(savepoint));
      context.progress().warning(e.message() + ". failOnError is false: the revision goes on");
      return false;
    }
    return true;
  }

  private void commands(ChangeUnit unit) {
    for (var command : unit.commands()) {
      context.run(step, script, command);
      statements++;
    }
  }

  int statements() {
    return statements;
  }

  /** Whether the preconditions let a changeset run; a query of theirs that fails spoils nothing. */
  boolean wanted(ChangeUnit unit) {
    if (!unit.hasPreconditions()) {
      return true;
    }
    return switch (guarded(unit)) {
      case Verdict.Run() -> true;
      case Verdict.Warn(var why) -> {
        context.progress().warning(about(unit, "runs although a precondition fails", why));
        yield true;
      }
      case Verdict.Skip(var why) -> {
        context.progress().warning(about(unit, "is left out", why));
        yield false;
      }
      case Verdict.Halt(var why) ->
          throw new AthanorException(
                  Reason.PRECONDITION_FAILED, about(unit, "may not run, a precondition fails", why))
              .at(script.file().origin(), unit.line())
              .inRevision(script.file().revision().id());
    };
  }

  private Verdict guarded(ChangeUnit unit) {
    var session = context.session();
    return session.query(
        () -> {
          if (session.connection().getAutoCommit()) {
            return unit.check();
          }
          var savepoint = session.connection().setSavepoint();
          var verdict = unit.check();
          session.connection().rollback(savepoint);
          return verdict;
        });
  }

  private String about(ChangeUnit unit, String what, String why) {
    return "%s, line %d: %s of revision %s %s: %s"
        .formatted(
            script.file().origin(),
            unit.line(),
            unit.name(),
            script.file().revision().id(),
            what,
            why);
  }
}
