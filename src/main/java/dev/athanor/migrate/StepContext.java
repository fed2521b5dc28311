package dev.athanor.migrate;

import dev.athanor.database.Archive;
import dev.athanor.database.Dialect;
import dev.athanor.database.Journal;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.StatementMarks;
import dev.athanor.database.Tables;
import dev.athanor.database.VersionTable;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Step;
import java.sql.SQLException;

/** What every step of one operation works with. */
record StepContext(
    Session session,
    Tables tables,
    VersionTable versions,
    Journal journal,
    Archive archive,
    SessionLock lock,
    Progress progress,
    Heartbeat heartbeat) {

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
      heartbeat.during(step, command.sql(), () -> command.run(session.connection()));
    } catch (SQLException e) {
      throw failure(script, command, e);
    }
  }

  private AthanorException failure(Script script, Command command, SQLException e) {
    var file = script.file();
    var dialect = session.dialect();
    var fault = dialect.fault(e);
    if (fault == Dialect.Fault.LOST) {
      session.discard();
      return session.lost(e).at(file.origin(), command.line()).inRevision(file.revision().id());
    }
    var busy = fault == Dialect.Fault.BUSY;
    var text =
        "%s, line %d: the database %s a statement of revision %s (SQLSTATE %s): %s%s"
            .formatted(
                file.origin(),
                command.line(),
                busy ? "was too busy for" : "refused",
                file.revision().id(),
                e.getSQLState(),
                dialect.said(e),
                fault == Dialect.Fault.NOT_IN_TRANSACTION
                    ? ". Say runInTransaction:false for it, in a revision of its own"
                    : "");
    return new AthanorException(busy ? Reason.LOCK_TIMEOUT : Reason.SQL_FAILED, text, e)
        .at(file.origin(), command.line())
        .inRevision(file.revision().id())
        .inStatement(command.sql(), e.getSQLState());
  }
}
