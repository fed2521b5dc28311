package dev.athanor.migrate;

import dev.athanor.database.Archive;
import dev.athanor.database.Journal;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
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
    if (session.dialect().connectionLost(e)) {
      session.discard();
      return session.lost(e).at(file.origin(), command.line()).inRevision(file.revision().id());
    }
    var busy = session.dialect().worthRetrying(e);
    var text =
        "%s, line %d: the database %s a statement of revision %s (SQLSTATE %s): %s%s"
            .formatted(
                file.origin(),
                command.line(),
                busy ? "was too busy for" : "refused",
                file.revision().id(),
                e.getSQLState(),
                said(e),
                hint(e));
    return new AthanorException(busy ? Reason.LOCK_TIMEOUT : Reason.SQL_FAILED, text, e)
        .at(file.origin(), command.line())
        .inRevision(file.revision().id())
        .inStatement(command.sql(), e.getSQLState());
  }

  private static String said(SQLException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^ERROR: ", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static String hint(SQLException e) {
    return "25001".equals(e.getSQLState())
        ? ". Say runInTransaction:false for it, in a revision of its own"
        : "";
  }
}
