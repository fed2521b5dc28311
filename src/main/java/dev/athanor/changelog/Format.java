package dev.athanor.changelog;

/** How a revision file is written. */
public enum Format {
  /** Liquibase's formatted SQL: {@code --liquibase formatted sql} and {@code --changeset} lines. */
  LIQUIBASE_SQL,
  /** Plain SQL in an {@code -- upgrade} and a {@code -- downgrade} section. */
  SHORT_SQL,
  /** A Liquibase changelog in YAML. */
  YAML,
  /** A Liquibase changelog in XML. */
  XML,
  /** A Liquibase changelog in JSON. */
  JSON
}
