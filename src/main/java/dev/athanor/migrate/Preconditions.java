package dev.athanor.migrate;

import dev.athanor.migrate.ChangeUnit.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.core.PreconditionContainer;
import org.jspecify.annotations.Nullable;

/** Has Liquibase ask the database, and turns what follows from the answer into a verdict. */
final class Preconditions {
  private Preconditions() {}

  static Verdict check(
      LiquibaseScripts.Reading reading,
      PreconditionContainer preconditions,
      @Nullable ChangeSet changeSet) {
    return reading.scoped(
        () -> {
          var warnings = new Warnings();
          try {
            preconditions.check(reading.database(), reading.changeLog(), changeSet, warnings);
            return warnings.first.<Verdict>map(Verdict.Warn::new).orElseGet(Verdict.Run::new);
          } catch (PreconditionFailedException e) {
            return failed(preconditions.getOnFail(), why(e));
          } catch (PreconditionErrorException e) {
            return errored(preconditions.getOnError(), why(e));
          }
        });
  }

  private static Verdict failed(PreconditionContainer.FailOption option, String why) {
    return switch (option) {
      case HALT -> new Verdict.Halt(why);
      case CONTINUE, MARK_RAN -> new Verdict.Skip(why);
      case WARN -> new Verdict.Warn(why);
    };
  }

  private static Verdict errored(PreconditionContainer.ErrorOption option, String why) {
    return switch (option) {
      case HALT -> new Verdict.Halt(why);
      case CONTINUE, MARK_RAN -> new Verdict.Skip(why);
      case WARN -> new Verdict.Warn(why);
    };
  }

  private static String why(PreconditionFailedException e) {
    var messages = new ArrayList<String>();
    e.getFailedPreconditions().forEach(failed -> messages.add(failed.getMessage()));
    return joined(messages);
  }

  private static String why(PreconditionErrorException e) {
    var messages = new ArrayList<String>();
    e.getErrorPreconditions()
        .forEach(error -> messages.add(LiquibaseScripts.message(error.getCause())));
    return joined(messages);
  }

  private static String joined(List<String> messages) {
    return String.join("; ", messages).replaceAll("\\s+", " ").strip();
  }

  private static final class Warnings extends AbstractChangeExecListener {
    private Optional<String> first = Optional.empty();

    @Override
    public void preconditionFailed(
        PreconditionFailedException error, PreconditionContainer.FailOption onFail) {
      first = Optional.of(why(error));
    }

    @Override
    public void preconditionErrored(
        PreconditionErrorException error, PreconditionContainer.ErrorOption onError) {
      first = Optional.of(why(error));
    }
  }
}
