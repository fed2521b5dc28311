package dev.athanor.migrate;

import dev.athanor.database.Database;
import dev.athanor.database.LockHolder;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.StatementMark;
import dev.athanor.database.StatementMarks;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Statements that an interrupted run had begun, of which nobody but a person can say more. */
public final class Doubts {
  private final Database database;
  private final Clock clock;
  private final Progress progress;

  /** The doubts about that database. */
  public Doubts(Database database, Clock clock, Progress progress) {
    this.database = database;
    this.clock = clock;
    this.progress = progress;
  }

  /** What a person says of a statement. */
  public enum Answer {
    /** It is done: the next run goes on behind it. */
    DONE,
    /** It is not: the next run runs it. */
    RETRY
  }

  /**
   * What is in doubt.
   *
   * @param statements begun, and not known to be done
   * @param atWork who has the lock: then what runs now is among the statements, and no doubt yet
   */
  public record Found(List<StatementMark> statements, Optional<LockHolder> atWork) {
    /** Keeps its own copy of the list. */
    public Found {
      statements = List.copyOf(statements);
    }
  }

  /** Looks. Takes no lock, changes nothing. */
  public Found look() {
    try (var session = database.session("resolve")) {
      var tables = session.tables();
      return new Found(
          StatementMarks.inDoubt(session, tables), SessionLock.holder(session, tables.version()));
    }
  }

  /**
   * Settles one, with the lock that runners take.
   *
   * @param seen as {@link #look} has shown it
   * @param stop asked while waiting for the lock
   * @throws AthanorException DatabaseChanged when it is in doubt no more; LockTimeout, Interrupted
   */
  public void settle(StatementMark seen, Answer answer, BooleanSupplier stop) {
    try (var session = database.session("resolve")) {
      var tables = session.tables();
      SessionLock.take(session, tables.version(), this::waiting, stop);
      if (!StatementMarks.inDoubt(session, tables).contains(seen)) {
        throw new AthanorException(
                Reason.DATABASE_CHANGED,
                "%s is in doubt no more: a run has gone on since it was shown. Nothing was changed; look at it again."
                    .formatted(seen.place()))
            .inRevision(seen.revision());
      }
      session.inTransaction(() -> settle(session, seen, answer));
    }
  }

  private boolean settle(Session session, StatementMark seen, Answer answer) {
    var marks = new StatementMarks(session, session.tables(), seen.revision(), seen.direction());
    switch (answer) {
      case DONE -> marks.done(seen.number(), clock.instant());
      case RETRY -> marks.clear(seen.number());
    }
    return true;
  }

  private void waiting(Optional<LockHolder> holder, Duration waited) {
    progress.waitingForLock(holder.map(LockHolder::description).orElse("another session"), waited);
  }
}
