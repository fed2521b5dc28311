package dev.athanor.revision;

import java.util.Locale;

/** What is done to a database: Alembic's three commands that move it. */
public enum Operation {
  UPGRADE,
  DOWNGRADE,
  STAMP;

  /** The name of the command, of the field's value and in JSON: {@code upgrade}, … */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
