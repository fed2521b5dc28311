package dev.athanor.migrate;

import java.util.List;

/** The preconditions of a whole file, as a changeset without statements at its head. */
record WholeFileUnit(LiquibaseScripts.Reading reading) implements ChangeUnit {
  @Override
  public String name() {
    return "the file's preconditions";
  }

  @Override
  public int line() {
    return 1;
  }

  @Override
  public boolean inTransaction() {
    return true;
  }

  @Override
  public boolean failOnError() {
    return true;
  }

  @Override
  public boolean hasPreconditions() {
    return true;
  }

  @Override
  public Verdict check() {
    // a revision that runs without its changesets would be applied and yet not be: no skipping
    return switch (Preconditions.check(reading, reading.changeLog().getPreconditions(), null)) {
      case Verdict.Skip(var why) -> new Verdict.Halt(why);
      case Verdict.Run run -> run;
      case Verdict.Warn warn -> warn;
      case Verdict.Halt halt -> halt;
    };
  }

  @Override
  public boolean written() {
    return true;
  }

  @Override
  public List<Command> commands() {
    return List.of();
  }
}
