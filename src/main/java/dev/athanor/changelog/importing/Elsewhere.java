package dev.athanor.changelog.importing;

import java.util.Optional;

/** What one changeset means by pointing out of its own text. */
public interface Elsewhere {
  /**
   * The text of a file.
   *
   * @param relative whether to the folder of the changelog
   * @return absent when it is not there: the check of the result then names the line
   */
  Optional<String> file(String path, boolean relative);

  /**
   * The statements that write the rows of a file into a table.
   *
   * @param number which of the changeset's {@code loadData} and {@code loadUpdateData}, from 0
   * @return absent when it has no such change
   */
  Optional<String> rows(int number);

  /**
   * Tells a person.
   *
   * @param line in the changeset's own text, from 1; 0 for all of it
   */
  void warn(int line, String what);
}
