package dev.athanor.migrate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.athanor.database.Database;
import dev.athanor.database.Session;
import dev.athanor.database.TableName;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables as JSON files, an array of objects each, in the order of the primary key. All of
 * them show the database at one moment; a row at a time is in memory.
 */
public final class TableDump {
  /** Every table of the schema but our own. */
  public static final String ALL = "*";

  private static final int ROWS_AT_ONCE = 500;

  private final Database database;
  private final Path folder;

  /**
   * What was written.
   *
   * @param table the table's name
   * @param rows how many rows it has
   * @param file where they are
   * @param replaced whether a file was there
   */
  public record Dumped(String table, long rows, Path file, boolean replaced) {}

  /** A dump of that database into the folder, which is made if need be. */
  public TableDump(Database database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /**
   * Writes the tables.
   *
   * @param tables names, or {@link #ALL}
   * @param overwrite whether files that are there are replaced
   * @throws AthanorException {@code InvalidUsage} for an unknown table, {@code FileExists}, {@code
   *     InvalidConfiguration} when the folder cannot be written to
   */
  public List<Dumped> write(List<String> tables, boolean overwrite) {
    try (var session = database.session("dump-data")) {
      return session.query(
          () -> {
            var connection = session.connection();
            // whoever gets the connection next gets it as new: the pool sees to that
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            var files = files(wanted(session, tables));
            if (!overwrite) {
              refuseExisting(files.values());
            }
            var dumped = new ArrayList<Dumped>();
            for (var file : files.entrySet()) {
              dumped.add(write(session, file.getKey(), file.getValue()));
            }
            connection.rollback();
            return dumped;
          });
    }
  }

  private Map<String, Path> files(List<String> tables) {
    var files = new TreeMap<String, Path>();
    for (var table : tables) {
      var name = URLEncoder.encode(table, StandardCharsets.UTF_8) + ".json";
      files.put(table, folder.resolve(name));
    }
    return files;
  }

  private static void refuseExisting(Iterable<Path> files) {
    for (var file : files) {
      if (Files.exists(file)) {
        throw new AthanorException(
                Reason.FILE_EXISTS,
                "%s is there already; nothing was written. Move it away, name another folder with --dir, or replace it with --overwrite."
                    .formatted(file))
            .at(file.toString(), 0);
      }
    }
  }

  private static List<String> wanted(Session session, List<String> tables) throws SQLException {
    var known = known(session.connection());
    var unknown =
        tables.stream().filter(table -> !table.equals(ALL) && !known.contains(table)).toList();
    if (!unknown.isEmpty()) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "There is no table '%s' in the schema; there are: %s. Another schema is named with --schema."
              .formatted(unknown.getFirst(), String.join(", ", known)));
    }
    if (!tables.contains(ALL)) {
      return tables;
    }
    var ours = session.tables();
    var own =
        Stream.of(ours.version(), ours.journal(), ours.steps(), ours.statements(), ours.archive())
            .map(TableName::name)
            .collect(Collectors.toSet());
    return known.stream().filter(table -> !own.contains(table)).toList();
  }

  /** Of a partitioned table the partitions are listed, which together have its rows. */
  private static Set<String> known(Connection connection) throws SQLException {
    var known = new TreeSet<String>();
    try (var tables =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(),
                connection.getSchema(),
                "%",
                new String[] {"TABLE", "BASE TABLE"})) {
      while (tables.next()) {
        known.add(tables.getString("TABLE_NAME"));
      }
    }
    return known;
  }

  private Dumped write(Session session, String table, Path file) throws SQLException {
    boolean replaced = Files.exists(file);
    Optional<Path> part = Optional.empty();
    try {
      Files.createDirectories(folder);
      part = Optional.of(Files.createTempFile(folder, ".dump", ".part"));
      long rows = write(session, table, part.get(), new JsonFactory());
      Files.move(part.get(), file, StandardCopyOption.REPLACE_EXISTING);
      return new Dumped(table, rows, file, replaced);
    } catch (IOException e) {
      throw new AthanorException(
              Reason.INVALID_CONFIGURATION,
              "%s cannot be written (%s); check the folder, which --dir names."
                  .formatted(file, e.getClass().getSimpleName()),
              e)
          .at(file.toString(), 0);
    } finally {
      part.ifPresent(TableDump::discard);
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException leftBehind) {
      part.toFile().deleteOnExit();
    }
  }

  private static long write(Session session, String table, Path file, JsonFactory json)
      throws SQLException, IOException {
    var connection = session.connection();
    var key = key(connection, table);
    var dialect = session.dialect();
    var order =
        key.isEmpty()
            ? ""
            : " ORDER BY " + key.stream().map(dialect::quote).collect(Collectors.joining(", "));
    try (var out = Files.newBufferedWriter(file);
        var generator = json.createGenerator(out);
        var statement = connection.createStatement()) {
      generator.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
      generator.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      statement.setFetchSize(ROWS_AT_ONCE);
      long count = 0;
      out.write("[");
      try (var rows = statement.executeQuery("SELECT * FROM " + dialect.quote(table) + order)) {
        while (rows.next()) {
          generator.flush();
          out.write(count++ == 0 ? "\n" : ",");
          row(rows, generator);
        }
      }
      generator.flush();
      out.write("\n]\n");
      return count;
    }
  }

  private static List<String> key(Connection connection, String table) throws SQLException {
    var columns = new TreeMap<Integer, String>();
    try (var keys =
        connection
            .getMetaData()
            .getPrimaryKeys(connection.getCatalog(), connection.getSchema(), table)) {
      while (keys.next()) {
        columns.put(keys.getInt("KEY_SEQ"), keys.getString("COLUMN_NAME"));
      }
    }
    return List.copyOf(columns.values());
  }

  private static void row(ResultSet rows, JsonGenerator json) throws SQLException, IOException {
    var meta = rows.getMetaData();
    json.writeStartObject();
    for (int at = 1; at <= meta.getColumnCount(); at++) {
      json.writeFieldName(meta.getColumnLabel(at));
      var type = meta.getColumnTypeName(at);
      if (type.equalsIgnoreCase("json") || type.equalsIgnoreCase("jsonb")) {
        var text = rows.getString(at);
        json.writeRawValue(text == null ? "null" : text);
      } else {
        value(rows.getObject(at), rows.getString(at), json);
      }
    }
    json.writeEndObject();
  }

  /** What JSON has no word for is written as the database shows it; bytes in Base64. */
  private static void value(@Nullable Object value, @Nullable String shown, JsonGenerator json)
      throws SQLException, IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean truth -> json.writeBoolean(truth);
      case Double number when !Double.isFinite(number) -> json.writeString(shown);
      case Float number when !Float.isFinite(number) -> json.writeString(shown);
      case Number number -> json.writeNumber(shown == null ? number.toString() : shown);
      case byte[] bytes -> json.writeBinary(bytes);
      case Array array -> {
        json.writeStartArray();
        for (var element : (Object[]) array.getArray()) {
          value(element, element == null ? null : element.toString(), json);
        }
        json.writeEndArray();
      }
      default -> json.writeString(shown);
    }
  }
}
