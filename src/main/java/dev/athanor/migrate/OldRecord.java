package dev.athanor.migrate;

import dev.athanor.changelog.importing.ImportedFile;
import dev.athanor.database.Database;
import dev.athanor.database.Dialect;
import dev.athanor.database.Session;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The table in which another tool keeps what it has applied. Only read. */
public enum OldRecord {
  /** One row for each script that ran, failed ones and undone ones too. */
  FLYWAY("flyway_schema_history") {
    @Override
    Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException {
      var applied = new LinkedHashSet<String>();
      while (rows.next()) {
        var version = Optional.ofNullable(rows.getString("version")).map(OldRecord::plain);
        var type = rows.getString("type");
        var script = rows.getString("script");
        if (!rows.getBoolean("success")) {
          throw unfinished("the script " + script + " failed");
        }
        if (type.equals("SCHEMA")) {
          continue;
        }
        if (version.isEmpty()) {
          applied.add("R:" + rows.getString("description"));
        } else if (type.startsWith("UNDO") || type.equals("DELETE")) {
          applied.remove(version.get());
        } else if (type.endsWith("BASELINE")) {
          files.stream()
              .map(ImportedFile::version)
              .filter(other -> !other.contains(":"))
              .map(OldRecord::plain)
              .takeWhile(other -> notAfter(other, version.get()))
              .forEach(applied::add);
        } else {
          applied.add(version.get());
        }
      }
      return applied;
    }

    @Override
    String order() {
      return " ORDER BY installed_rank";
    }
  },
  /** One row: the last version, and whether it got through. */
  GOLANG_MIGRATE("schema_migrations") {
    @Override
    Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException {
      var applied = new LinkedHashSet<String>();
      while (rows.next()) {
        var version = rows.getString("version");
        if (rows.getBoolean("dirty")) {
          throw unfinished("version " + version + " is dirty");
        }
        var known = files.stream().map(ImportedFile::version).toList();
        int at = known.indexOf(version);
        applied.addAll(at < 0 ? List.of(version) : known.subList(0, at + 1));
      }
      return applied;
    }
  },
  /** One row for each version. */
  DBMATE("schema_migrations") {
    @Override
    Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException {
      return column(rows, "version");
    }
  },
  /** One row for each time up or down; the last one of a version counts. */
  GOOSE("goose_db_version") {
    @Override
    Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException {
      var applied = new LinkedHashSet<String>();
      while (rows.next()) {
        var version = rows.getString("version_id");
        if (rows.getBoolean("is_applied") && !version.equals("0")) {
          applied.add(version);
        } else {
          applied.remove(version);
        }
      }
      return applied;
    }

    @Override
    String order() {
      return " ORDER BY id";
    }
  },
  /** One row for each head. */
  ALEMBIC("alembic_version") {
    @Override
    Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException {
      return column(rows, "version_num");
    }
  },
  /** One row for each changeset. */
  LIQUIBASE("databasechangelog") {
    @Override
    Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException {
      var applied = new LinkedHashSet<String>();
      while (rows.next()) {
        var type = rows.getString("exectype");
        if (!"FAILED".equals(type) && !"SKIPPED".equals(type)) {
          applied.add(
              "%s::%s::%s"
                  .formatted(
                      rows.getString("filename").replaceFirst("^classpath:", ""),
                      rows.getString("id"),
                      rows.getString("author")));
        }
      }
      return applied;
    }
  };

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)?");

  private final String table;

  OldRecord(String table) {
    this.table = table;
  }

  abstract Set<String> read(ResultSet rows, List<ImportedFile> files) throws SQLException;

  String order() {
    return "";
  }

  /**
   * What the tool says is applied, in its own words.
   *
   * @param files the imported history, in its order
   * @param name the table's name, where it is not the tool's usual one
   * @throws AthanorException {@code InvalidConfiguration} when there is no such table, or when it
   *     says that something is only half done
   */
  public Set<String> applied(Database database, List<ImportedFile> files, Optional<String> name) {
    var from = name.orElse(table);
    if (!NAME.matcher(from).matches()) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "'%s' is no table's name: write name or schema.name.".formatted(from));
    }
    try (var session = database.session("import")) {
      // MariaDB and MySQL tell Liquibase's DATABASECHANGELOG from one in small letters
      return read(session, from, files)
          .or(() -> read(session, from.toUpperCase(Locale.ROOT), files))
          .orElseThrow(
              () ->
                  new AthanorException(
                      Reason.INVALID_CONFIGURATION,
                      "There is no table %s in the database, so nothing says what is applied. --stamp-table names another; `athanor stamp` writes rows without one."
                          .formatted(from)));
    }
  }

  /** What the table says; empty when there is none. */
  private Optional<Set<String>> read(Session session, String from, List<ImportedFile> files) {
    return session.query(
        () -> {
          try (var statement = session.connection().createStatement();
              var rows = statement.executeQuery("SELECT * FROM " + from + order())) {
            return Optional.of(read(rows, files));
          } catch (SQLException e) {
            if (session.dialect().fault(e) == Dialect.Fault.NO_TABLE) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private static Set<String> column(ResultSet rows, String name) throws SQLException {
    var values = new LinkedHashSet<String>();
    while (rows.next()) {
      values.add(rows.getString(name));
    }
    return values;
  }

  /** Flyway takes 1, 1.0 and 1_0 for the same. */
  static String plain(String version) {
    return version.replace('_', '.').replaceFirst("(\\.0+)+$", "");
  }

  private static boolean notAfter(String version, String baseline) {
    var left = version.split("\\.", -1);
    var right = baseline.split("\\.", -1);
    for (int i = 0; i < Math.max(left.length, right.length); i++) {
      var one = new java.math.BigInteger(i < left.length ? left[i] : "0");
      var other = new java.math.BigInteger(i < right.length ? right[i] : "0");
      if (!one.equals(other)) {
        return one.compareTo(other) < 0;
      }
    }
    return true;
  }

  private static AthanorException unfinished(String what) {
    return new AthanorException(
        Reason.INVALID_CONFIGURATION,
        "The old tool's table says that %s: what the database has is not known. Finish or repair it with the old tool first."
            .formatted(what));
  }
}
