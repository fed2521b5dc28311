package dev.athanor.database;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Our tables in one schema. The default version table {@code athanor_version} has {@code
 * athanor_journal} and {@code athanor_archive} beside it; any other version table {@code X} has
 * {@code X_athanor_journal} and {@code X_athanor_archive}, so that two version tables in one schema
 * never share one.
 *
 * @param version the version table
 */
public record Tables(TableName version) {
  /** One row for each operation. */
  public TableName journal() {
    return beside("journal");
  }

  /** One row for each step done. */
  public TableName steps() {
    return beside("journal_step");
  }

  /** One row for each statement outside a transaction, while its revision is not done. */
  public TableName statements() {
    return beside("journal_statement");
  }

  /** One row for each revision applied, with its text. */
  public TableName archive() {
    return beside("archive");
  }

  private TableName beside(String what) {
    var name =
        version.name().equals(ConnectionSettings.DEFAULT_VERSION_TABLE)
            ? "athanor_" + what
            : version.name() + "_athanor_" + what;
    return new TableName(version.schema(), shortened(name, what));
  }

  /** PostgreSQL cuts names off at 63 bytes, silently: then two would be one. Others take more. */
  private static String shortened(String name, String what) {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= 63) {
      return name;
    }
    var sum = new CRC32();
    sum.update(bytes);
    return "athanor_%s_%08x".formatted(what, sum.getValue());
  }
}
