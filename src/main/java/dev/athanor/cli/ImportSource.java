package dev.athanor.cli;

import dev.athanor.migrate.OldRecord;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The tools whose history can be imported. */
enum ImportSource {
  FLYWAY,
  GOLANG_MIGRATE,
  DBMATE,
  GOOSE,
  ALEMBIC,
  LIQUIBASE;

  /** Where the tool keeps what it has applied. */
  OldRecord table() {
    return OldRecord.valueOf(name());
  }

  /** As it is written on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Reads {@code golang-migrate}. */
  static final class Name implements ITypeConverter<ImportSource> {
    @Override
    public ImportSource convert(String value) {
      return Arrays.stream(values())
          .filter(source -> source.word().equalsIgnoreCase(value))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of "
                          + Arrays.stream(values())
                              .map(ImportSource::word)
                              .collect(Collectors.joining(", "))
                          + " but was '"
                          + value
                          + "'"));
    }
  }
}
