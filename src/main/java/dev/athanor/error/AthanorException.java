package dev.athanor.error;

import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something a person asked for could not be done. Its message names the object, says what was wrong
 * and what to do, and holds no secret; the rest says where.
 *
 * <p>Immutable: {@code at}, {@code inRevision} and {@code inStatement} return a copy that says
 * more.
 */
public final class AthanorException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Reason reason;
  private final Where where;

  private record Where(
      @Nullable String file,
      int line,
      @Nullable String revision,
      @Nullable String statement,
      @Nullable String sqlState)
      implements java.io.Serializable {}

  /** An error that is not about a file or a statement. */
  public AthanorException(Reason reason, String message) {
    this(reason, message, null, new Where(null, 0, null, null, null));
  }

  /** The same with the exception it comes from; the cause is for logs at debug level only. */
  public AthanorException(Reason reason, String message, Throwable cause) {
    this(reason, message, cause, new Where(null, 0, null, null, null));
  }

  private AthanorException(Reason reason, String message, @Nullable Throwable cause, Where where) {
    super(message, cause);
    this.reason = reason;
    this.where = where;
  }

  /** A copy that names the file, or the ConfigMap and key, and the line in it (from 1; 0: none). */
  public AthanorException at(String file, int line) {
    return with(new Where(file, line, where.revision, where.statement, where.sqlState));
  }

  /** A copy that names the revision. */
  public AthanorException inRevision(String revision) {
    return with(new Where(where.file, where.line, revision, where.statement, where.sqlState));
  }

  /**
   * A copy that carries the statement that failed, unless it is one of our own, and the database's
   * SQLSTATE for it.
   */
  public AthanorException inStatement(@Nullable String statement, @Nullable String sqlState) {
    return with(new Where(where.file, where.line, where.revision, statement, sqlState));
  }

  private AthanorException with(Where more) {
    var copy = new AthanorException(reason, text(), getCause(), more);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  private String text() {
    var message = getMessage();
    return message == null ? reason.id() : message;
  }

  /** The stable reason. */
  public Reason reason() {
    return reason;
  }

  /** The message; unlike {@link #getMessage()} never null. */
  public String message() {
    return text();
  }

  /** The file, or the ConfigMap and key, that the error is about. */
  public Optional<String> file() {
    return Optional.ofNullable(where.file);
  }

  /** The line in {@link #file()}, from 1; 0 when there is none. */
  public int line() {
    return where.line;
  }

  /** The revision that the error is about. */
  public Optional<String> revision() {
    return Optional.ofNullable(where.revision);
  }

  /** The statement that the database refused. */
  public Optional<String> statement() {
    return Optional.ofNullable(where.statement);
  }

  /** The database's five-character SQLSTATE. */
  public Optional<String> sqlState() {
    return Optional.ofNullable(where.sqlState);
  }
}
