package dev.athanor.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** DBMS_LOCK: a lock of the session's that no commit gives up, known to every node of a cluster. */
final class OracleLock {
  private static final int GRANTED = 0;
  private static final int TIMEOUT = 1;
  private static final int OWN_ALREADY = 4;

  private OracleLock() {}

  static boolean tryLock(Connection connection, long key) throws SQLException {
    int answer = request(connection, key);
    return answer == GRANTED || answer == OWN_ALREADY;
  }

  /** Asked for again: whoever has it is told so, and whoever has it now only had lost it. */
  static boolean held(Connection connection, long key) throws SQLException {
    return request(connection, key) == OWN_ALREADY;
  }

  /** Who has it; what a user who may not read V$LOCK cannot see is left out. */
  static Optional<LockHolder> holder(Connection connection, long key) throws SQLException {
    int answer = request(connection, key);
    if (answer == GRANTED) {
      call(connection, "BEGIN ? := DBMS_LOCK.RELEASE(" + id(key) + "); END;");
      return Optional.empty();
    }
    return Optional.of(new LockHolder(described(connection, key)));
  }

  private static String described(Connection connection, long key) {
    try {
      var text =
          Query.text(
              connection,
              "SELECT 'session ' || s.sid || ', ' || s.username || ' from ' || s.machine || ', '"
                  + " || s.program || ', connected since '"
                  + " || TO_CHAR(s.logon_time, 'YYYY-MM-DD\"T\"HH24:MI:SS') || ', '"
                  + " || LOWER(s.status) FROM gv$lock l JOIN gv$session s"
                  + " ON s.sid = l.sid AND s.inst_id = l.inst_id"
                  + " WHERE l.type = 'UL' AND l.lmode = 6 AND l.id1 = ?",
              id(key));
      return text.isEmpty() ? "another session" : text;
    } catch (SQLException notPermitted) {
      return "another session (SELECT on GV_$LOCK and GV_$SESSION would show which)";
    }
  }

  private static int request(Connection connection, long key) throws SQLException {
    int answer =
        call(
            connection,
            "BEGIN ? := DBMS_LOCK.REQUEST(id => "
                + id(key)
                + ", lockmode => DBMS_LOCK.X_MODE, timeout => 0, release_on_commit => FALSE);"
                + " END;");
    if (answer != GRANTED && answer != TIMEOUT && answer != OWN_ALREADY) {
      throw new SQLException("DBMS_LOCK.REQUEST answers " + answer, "72000");
    }
    return answer;
  }

  private static int call(Connection connection, String block) throws SQLException {
    try (var call = connection.prepareCall(block)) {
      call.registerOutParameter(1, Types.INTEGER);
      call.execute();
      return call.getInt(1);
    }
  }

  /** Numbers up to 1,073,741,823 are for users: two tables that share one only wait in vain. */
  static long id(long key) {
    return key & 0x3fff_ffffL;
  }
}
