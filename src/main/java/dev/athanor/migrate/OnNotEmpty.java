package dev.athanor.migrate;

/** What is done about a database that has tables and no version table. */
public enum OnNotEmpty {
  /** Refuse: the revisions may be about those very tables. */
  FAIL,
  /** Begin at the base: the tables have nothing to do with the revisions. */
  ACCEPT
}
