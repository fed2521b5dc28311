package dev.athanor.database;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The text of every revision that is applied: what a downgrade runs when the file is gone. A
 * revision taken back leaves it.
 */
public final class Archive {
  private final Session session;
  private final TableName table;

  /** The table with that name, which need not exist. */
  public Archive(Session session, TableName table) {
    this.session = session;
    this.table = table;
  }

  /** Creates the table if there is none; part of the transaction that is open. */
  public void ensure() {
    var dialect = session.dialect();
    session.call(
        () -> {
          if (dialect.exists(session.connection(), table)) {
            return;
          }
          try (var statement = session.connection().createStatement()) {
            statement.execute(
                "CREATE TABLE %s (revision %s NOT NULL, file_name %s NOT NULL, checksum varchar(100) NOT NULL, content %s NOT NULL, applied_at %s NOT NULL, %s)%s"
                    .formatted(
                        table.quoted(dialect),
                        dialect.capabilities().id(255),
                        dialect.capabilities().id(255),
                        dialect.capabilities().bytesType(),
                        dialect.capabilities().instantType(),
                        dialect.primaryKey(table.name() + "_pkc", "revision"),
                        dialect.capabilities().tableOptions()));
          }
        });
  }

  /** The checksums by revision; none when there is no table. */
  public Map<String, String> checksums() {
    return session.query(
        () -> {
          var checksums = new TreeMap<String, String>();
          if (!session.dialect().exists(session.connection(), table)) {
            return checksums;
          }
          try (var statement = session.connection().createStatement();
              var rows = statement.executeQuery("SELECT revision, checksum FROM " + quoted())) {
            while (rows.next()) {
              checksums.put(rows.getString(1), rows.getString(2));
            }
          }
          return checksums;
        });
  }

  /** One revision's file. */
  public Optional<ArchivedRevision> find(String revision) {
    return session.query(
        () -> {
          if (!session.dialect().exists(session.connection(), table)) {
            return Optional.<ArchivedRevision>empty();
          }
          try (var query =
              session
                  .connection()
                  .prepareStatement(
                      "SELECT file_name, checksum, content FROM "
                          + quoted()
                          + " WHERE revision = ?")) {
            query.setString(1, revision);
            try (var rows = query.executeQuery()) {
              return rows.next()
                  ? Optional.of(
                      new ArchivedRevision(
                          revision,
                          rows.getString(1),
                          rows.getString(2),
                          text(revision, rows.getBytes(3))))
                  : Optional.empty();
            }
          }
        });
  }

  /** Keeps a revision's file, in place of what was kept for it. In the open transaction. */
  public void put(ArchivedRevision revision, Instant appliedAt) {
    remove(revision.revision());
    session.call(
        () -> {
          try (var insert =
              session
                  .connection()
                  .prepareStatement(
                      "INSERT INTO "
                          + quoted()
                          + " (revision, file_name, checksum, content, applied_at)"
                          + " VALUES (?, ?, ?, ?, ?)")) {
            insert.setString(1, revision.revision());
            insert.setString(2, revision.fileName());
            insert.setString(3, revision.checksum());
            insert.setBytes(4, pack(revision.text()));
            insert.setObject(5, session.dialect().parameter(appliedAt));
            insert.executeUpdate();
          }
        });
  }

  /** Forgets a revision. In the open transaction. */
  public void remove(String revision) {
    session.call(
        () -> {
          try (var delete =
              session
                  .connection()
                  .prepareStatement("DELETE FROM " + quoted() + " WHERE revision = ?")) {
            delete.setString(1, revision);
            delete.executeUpdate();
          }
        });
  }

  private String quoted() {
    return table.quoted(session.dialect());
  }

  private String text(String revision, byte[] packed) {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "The row for revision %s in the archive %s is damaged. Bring the revision's file back into the set."
                  .formatted(revision, table),
              e)
          .inRevision(revision);
    }
  }

  private static byte[] pack(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
