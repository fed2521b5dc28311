package dev.athanor.migrate;

import dev.athanor.database.Archive;
import dev.athanor.database.Journal;
import dev.athanor.database.Session;
import dev.athanor.database.SessionLock;
import dev.athanor.database.Tables;
import dev.athanor.database.UnfinishedRevision;
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
    Heartbeat heartbeat,
    Stop stop) {

  /** Runs a statement of a revision; its failure names revision, file and line. */
  void run(Step step, Script script, Command command) {
    try {
      heartbeat.during(step, command.sql(), () -> command.run(session.connection()));
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
    if (session.dialect().connectionLost(e)) {
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
    var reason = reason(e);
    var text =
        "%s, line %d: the database %s a statement of revision %s (SQLSTATE %s): %s%s"
            .formatted(
                file.origin(),
                command.line(),
                verb(reason),
                file.revision().id(),
                e.getSQLState(),
                said(e),
                hint(e));
    return new AthanorException(reason, text, e)
        .at(file.origin(), command.line())
        .inRevision(file.revision().id())
        .inStatement(command.sql(), e.getSQLState());
  }

  private Reason reason(SQLException e) {
    if (session.dialect().worthRetrying(e)) {
      return Reason.LOCK_TIMEOUT;
    }
    return session.dialect().outOfResources(e) ? Reason.OUT_OF_RESOURCES : Reason.SQL_FAILED;
  }

  private static String verb(Reason reason) {
    if (reason == Reason.OUT_OF_RESOURCES) {
      return "has no room left for";
    }
    return reason == Reason.LOCK_TIMEOUT ? "was too busy for" : "refused";
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
