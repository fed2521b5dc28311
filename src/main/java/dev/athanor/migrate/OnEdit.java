package dev.athanor.migrate;

/** What is done about a revision whose file was changed after it had been applied. */
public enum OnEdit {
  /** Nothing runs. */
  FAIL,
  /** Say so; a downgrade runs what was applied, out of the archive. */
  WARN,
  /** Take the file as it is now for what was applied; the archive is brought up to date. */
  ACCEPT
}
