package dev.athanor.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A value that must not be printed. Its text form is a mask, so that a record that holds one can be
 * logged.
 *
 * @param value what is secret
 */
public record Secret(String value) {

  /**
   * What a file holds, blanks included, without the one line end that editors and {@code echo}
   * leave.
   *
   * @throws IOException if it cannot be read, or is no UTF-8
   */
  public static Secret in(Path file) throws IOException {
    return new Secret(withoutLineEnd(Files.readString(file)));
  }

  static String withoutLineEnd(String value) {
    if (value.endsWith("\r\n")) {
      return value.substring(0, value.length() - 2);
    }
    return value.endsWith("\n") ? value.substring(0, value.length() - 1) : value;
  }

  /** For the end of a sentence that says it was refused; tells nothing but that. */
  String suspicion() {
    return value.equals(value.strip())
        ? ""
        : "; the password begins or ends with white space: see whether that is meant";
  }

  @Override
  public String toString() {
    return "********";
  }
}
