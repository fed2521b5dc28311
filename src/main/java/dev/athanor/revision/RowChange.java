package dev.athanor.revision;

/** One statement against the version table. */
public sealed interface RowChange {
  /** A row is added. */
  record Insert(String row) implements RowChange {}

  /** A row is taken away. */
  record Delete(String row) implements RowChange {}

  /** A row gets another value. */
  record Update(String row, String value) implements RowChange {}

  /** Every row is taken away: {@code stamp --purge}. */
  record DeleteAll() implements RowChange {}
}
