package dev.athanor.database;

/**
 * A value that must not be printed. Its text form is a mask, so that a record that holds one can be
 * logged.
 *
 * @param value what is secret
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "********";
  }
}
