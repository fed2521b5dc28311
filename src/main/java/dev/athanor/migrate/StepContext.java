package dev.athanor.migrate;

import dev.athanor.database.Archive;
import dev.athanor.database.Dialect;
import dev.athanor.database.Journal;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.StatementMarks;
import dev.athanor.database.Tables;
import dev.athanor.database.UnfinishedRevision;
import dev.athanor.database.VersionTable;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.sql.SQLException;
import java.util.Optional;

/** What every step of one operation works with. */
record StepContext(
    Session session,
    Tables tables,
    VersionTable versions,
    Journal journal,
    Archive archive,
    SessionLock lock,
    Progress progress,
    Heartbeat heartbeat,
    Stop stop) {

  /** Creates our tables where there are none, the version table last. */
  void ensureTables() {
    journal.ensure();
    archive.ensure();
    StatementMarks.ensure(session, tables);
    versions.ensure();
  }

  /** Runs a statement of a revision; its failure names revision, file and line. */
  void run(Step step, Script script, Command command) {
    try {
      var whole = command.as(session.dialect()::runnable);
      heartbeat.during(step, command.sql(), () -> whole.run(session.connection()));
    } catch (SQLException e) {
      throw failure(script, command, e);
    }
  }

  /** A stamp says where the database is, and so settles what was cut off. In its transaction. */
  boolean forgetUnfinished() {
    UnfinishedRevision.find(session, tables).forEach(left -> left.forget(session, tables));
    return true;
  }

  private AthanorException failure(Script script, Command command, SQLException e) {
    var file = script.file();
    var dialect = session.dialect();
    var fault = dialect.fault(e);
    if (fault == Dialect.Fault.LOST) {
      session.discard();
      return session.lost(e).at(file.origin(), command.line()).inRevision(file.revision().id());
    }
    if (heartbeat.cancelled()) {
      return new AthanorException(
              Reason.INTERRUPTED,
              "%s, line %d: a statement of revision %s was cancelled, as asked; what was not committed is undone, and the next run goes on from there"
                  .formatted(file.origin(), command.line(), file.revision().id()),
              e)
          .at(file.origin(), command.line())
          .inRevision(file.revision().id());
    }
    var text =
        "%s, line %d: the database %s a statement of revision %s (%s): %s%s"
            .formatted(
                file.origin(),
                command.line(),
                verb(fault),
                file.revision().id(),
                code(e),
                dialect.said(e),
                fault == Dialect.Fault.NOT_IN_TRANSACTION && script.inTransaction()
                    ? ". Say runInTransaction:false for it, in a revision of its own"
                    : "");
    return new AthanorException(reason(fault), text, e)
        .at(file.origin(), command.line())
        .inRevision(file.revision().id())
        .inStatement(command.sql(), e.getSQLState());
  }

  /** SQLite has no SQLSTATE. */
  private static String code(SQLException e) {
    return Optional.ofNullable(e.getSQLState())
        .map(state -> "SQLSTATE " + state)
        .orElse("error " + e.getErrorCode());
  }

  private static Reason reason(Dialect.Fault fault) {
    return switch (fault) {
      case BUSY -> Reason.LOCK_TIMEOUT;
      case FULL -> Reason.OUT_OF_RESOURCES;
      case LOST -> Reason.CONNECTION_LOST;
      case NO_PRIVILEGE, NO_SCHEMA, NO_TABLE, READ_ONLY, NOT_IN_TRANSACTION, OTHER ->
          Reason.SQL_FAILED;
    };
  }

  private static String verb(Dialect.Fault fault) {
    return switch (fault) {
      case BUSY -> "was too busy for";
      case FULL -> "has no room left for";
      case LOST, NO_PRIVILEGE, NO_SCHEMA, NO_TABLE, READ_ONLY, NOT_IN_TRANSACTION, OTHER ->
          "refused";
    };
  }
}
