package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import java.util.List;
import java.util.Optional;

/**
 * A revision as it is written down. Only its header has been read: {@link FileCheck} looks at the
 * rest.
 *
 * @param revision what the header says
 * @param name the file's name, or the ConfigMap's key
 * @param origin where it is, for messages: a path, or {@code ConfigMap ns/name, key k}
 * @param format how it is written
 * @param text its content, gunzipped, without a byte order mark
 * @param checksum {@code sha256:…} of the text with plain line feeds, so that a checkout on Windows
 *     is no edit
 * @param syntax the SQL that its body is read as: PostgreSQL's until {@link #in} says otherwise
 */
public record RevisionFile(
    Revision revision,
    String name,
    String origin,
    Format format,
    String text,
    String checksum,
    SqlSyntax syntax) {

  private static final String SQL_EXAMPLE =
      "-- revision: <id>, then -- down-revision: <id of the one before> and -- message: <what it"
          + " does>";

  /**
   * Reads the header of a file, or of text out of the archive.
   *
   * @param bytes as stored; gunzipped when the name ends in {@code .gz}
   * @return empty when the name does not end in {@code .sql}, {@code .yaml}, {@code .yml}, {@code
   *     .xml} or {@code .json}: it is no revision file
   * @throws AthanorException {@code InvalidHeader}, {@code UnreadableFile} or, for broken JSON,
   *     {@code InvalidChangelog}
   */
  public static Optional<RevisionFile> of(String name, String origin, byte[] bytes) {
    var promised = FileNames.format(name);
    if (promised.isEmpty()) {
      return Optional.empty();
    }
    var text = FileText.of(name, origin, bytes);
    var format = SqlFormat.refine(promised.get(), text);
    var header = header(format, origin, text);
    if (!header.present()) {
      throw headless(format, origin, text);
    }
    return Optional.of(
        new RevisionFile(
            header.revision(), name, origin, format, text, checksum(text), SqlSyntax.POSTGRESQL));
  }

  /** The same file, its body to be read as that SQL. */
  public RevisionFile in(SqlSyntax other) {
    return new RevisionFile(revision, name, origin, format, text, checksum, other);
  }

  /** The same for text that has been read already. */
  static Header header(Format format, String origin, String text) {
    return switch (format) {
      case LIQUIBASE_SQL, SHORT_SQL -> Header.of(origin, HeaderLines.ofSql(text));
      case YAML -> Header.of(origin, HeaderLines.ofYaml(text));
      case XML -> Header.of(origin, HeaderLines.ofXml(text));
      case JSON -> JsonHeader.read(origin, text);
    };
  }

  /** The line that a complaint about the header points at. */
  int headerLine() {
    return header(format, origin, text).line();
  }

  /** The revisions that were folded into this one by {@code squash}; mostly none. */
  public List<String> replaces() {
    return text.contains(HeaderKey.REPLACES.key())
        ? header(format, origin, text).replaces()
        : List.of();
  }

  /** An error about this file. */
  AthanorException refused(Reason reason, int line, String what) {
    var where = line > 0 ? "%s, line %d".formatted(origin, line) : origin;
    return new AthanorException(reason, "%s: %s".formatted(where, what))
        .at(origin, line)
        .inRevision(revision.id());
  }

  Warning warning(int line, String what) {
    return new Warning(origin, line, what);
  }

  private static String checksum(String text) {
    return Digest.of(text.replace("\r\n", "\n"));
  }

  private static AthanorException headless(Format format, String origin, String text) {
    if (text.isBlank()) {
      return new AthanorException(
              Reason.INVALID_HEADER,
              "%s is empty. Write a revision into it, or take it away.".formatted(origin))
          .at(origin, 1);
    }
    var late = format == Format.SHORT_SQL ? SqlFormat.lateLiquibaseLine(text) : 0;
    if (late > 0) {
      return new AthanorException(
              Reason.INVALID_HEADER,
              ("%s has \"--liquibase formatted sql\" on line %d, below other text. Make it the first"
                      + " line, and the next ones %s.")
                  .formatted(origin, late, SQL_EXAMPLE))
          .at(origin, late);
    }
    return new AthanorException(
            Reason.INVALID_HEADER,
            "%s has no header. %s, or take the file away if it is no revision."
                .formatted(origin, firstLines(format)))
        .at(origin, 1);
  }

  private static String firstLines(Format format) {
    return switch (format) {
      case LIQUIBASE_SQL -> "Right after --liquibase formatted sql, write the lines " + SQL_EXAMPLE;
      case SHORT_SQL -> "Let its first lines be " + SQL_EXAMPLE;
      case YAML -> "Let its first lines be " + SQL_EXAMPLE.replace("--", "#");
      case XML ->
          "Before the root element, write <!-- with the lines revision: <id> and down-revision: <id"
              + " of the one before> -->";
      case JSON ->
          "Beside \"databaseChangeLog\", write \"revision\": \"<id>\" and \"down-revision\": \"<id"
              + " of the one before>\"";
    };
  }
}
