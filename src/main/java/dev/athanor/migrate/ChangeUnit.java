package dev.athanor.migrate;

import java.util.List;

/** A changeset, or what stands for one: statements with what holds for all of them. */
interface ChangeUnit {
  /** How a person finds it. */
  String name();

  /** The line of its file that it begins on; 0 when that is not known. */
  int line();

  /** Whether it may share its revision's transaction. */
  boolean inTransaction();

  /** Whether a statement that fails fails the revision. */
  boolean failOnError();

  /** Whether there is anything to {@link #check()}. */
  boolean hasPreconditions();

  /** Asks the database whether the preconditions hold. */
  Verdict check();

  /** Whether its statements stand in the file as they run. */
  boolean written();

  /** Its statements in order; generated now, so that they may depend on those before. */
  List<Command> commands();

  /** What the preconditions say. */
  sealed interface Verdict {
    /** Go on. */
    record Run() implements Verdict {}

    /** Leave this one out. */
    record Skip(String why) implements Verdict {}

    /** Go on, and say so. */
    record Warn(String why) implements Verdict {}

    /** The revision fails. */
    record Halt(String why) implements Verdict {}
  }
}
