package dev.athanor.database;

/** What becomes of a statement whose run is cut off. */
public enum Nature {
  /** It shares a transaction, and is undone with it. */
  TRANSACTIONAL,
  /** It only sets the session: a run that goes on behind it has to run it again. */
  SESSION,
  /** It is in no transaction, and the catalogue shows whether it is done. */
  VISIBLE,
  /** It is in no transaction, and running it twice is as good as once. */
  REPEATABLE,
  /** It is in no transaction, and nothing shows whether it is done. */
  OPAQUE
}
