package dev.athanor.changelog.importing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Flyway: {@code V1.1__name.sql} by version, {@code U1.1__name.sql} to take it back, {@code
 * R__name.sql} after all of them by name. Folders are looked into, as Flyway does.
 */
final class FlywayHistory implements History {
  private static final Pattern NAME =
      Pattern.compile("([VUB])(\\d+(?:[._]\\d+)*)__(.*)\\.(sql|java|class|kt|groovy)");
  private static final Pattern REPEATABLE = Pattern.compile("R__(.*)\\.(sql|java|class|kt|groovy)");
  private static final Pattern CALLBACK =
      Pattern.compile("((?:before|after|create)[A-Z][A-Za-z]*)(?:__(.*))?\\.sql");

  /** What runs behind all else. */
  private static final Set<String> LAST = Set.of("afterMigrate", "afterMigrateApplied");

  private final Map<FlywayVersion, Script> versioned = new TreeMap<>();
  private final Map<FlywayVersion, Script> undo = new TreeMap<>();
  private final Map<String, Script> repeatable = new TreeMap<>();
  private final Map<String, Script> last = new TreeMap<>();

  private record Script(Path path, String version, String description, boolean code) {}

  @Override
  public List<Draft> read(SourceFolder folder) {
    for (var path : folder.filesBelow()) {
      sort(path, folder);
    }
    if (versioned.isEmpty() && repeatable.isEmpty()) {
      throw folder.empty("V1__create_users.sql");
    }
    var config = FlywayConfig.of(folder.options());
    var drafts = new ArrayList<Draft>();
    versioned.forEach(
        (version, script) -> {
          var down = Optional.ofNullable(undo.get(version));
          drafts.add(
              Draft.inLine(
                  script.version().replace('_', '.'),
                  fileName(script),
                  message(script),
                  part(script, config, folder),
                  down.map(back -> part(back, config, folder))));
        });
    undo.forEach(
        (version, script) -> {
          if (!versioned.containsKey(version)) {
            folder.warn(script.path().toString(), 0, "There is no V script for this; left out.");
          }
        });
    repeatable.values().forEach(script -> drafts.add(again("R:", "r", script, config, folder)));
    last.values().forEach(script -> drafts.add(again("C:", "c", script, config, folder)));
    return Line.of(drafts);
  }

  /** What Flyway runs again: a repeatable script, or a callback behind every run. */
  private static Draft again(
      String kind, String prefix, Script script, FlywayConfig config, SourceFolder folder) {
    var origin = script.path().toString();
    var id = Ids.named(prefix, script.description());
    folder.warn(
        origin,
        0,
        "What Flyway runs again is one revision (%s) behind all others, which runs once: write each later change of it as a new revision."
            .formatted(id));
    var draft =
        Draft.inLine(
            script.description(),
            fileName(script),
            message(script),
            part(script, config, folder),
            Optional.empty());
    var revision = draft.revision();
    return new Draft(
        new dev.athanor.revision.Revision(
            id, List.of(), List.of(), List.of(), revision.message(), "", revision.source()),
        kind + message(script),
        draft.fileName(),
        draft.up(),
        Optional.empty());
  }

  private void sort(Path path, SourceFolder folder) {
    var name = SourceFolder.name(path);
    var matcher = NAME.matcher(name);
    var again = REPEATABLE.matcher(name);
    var callback = CALLBACK.matcher(name);
    if (matcher.matches()) {
      var version = FlywayVersion.of(matcher.group(2));
      var script =
          new Script(path, matcher.group(2), matcher.group(3), !matcher.group(4).equals("sql"));
      switch (matcher.group(1)) {
        case "V" -> once(versioned, version, script);
        case "U" -> once(undo, version, script);
        default ->
            folder.warn(
                path.toString(),
                0,
                "A baseline script stands in for others in new databases; the others are imported,"
                    + " it is left out.");
      }
    } else if (again.matches()) {
      once(
          repeatable,
          again.group(1),
          new Script(path, "", again.group(1), !again.group(2).equals("sql")));
    } else if (callback.matches() && LAST.contains(callback.group(1))) {
      once(last, name, new Script(path, "", name.replaceFirst("\\.sql$", ""), false));
    } else if (callback.matches()) {
      folder.warn(
          path.toString(),
          0,
          "A callback runs around migrations, which no revision does; it is left out.");
    } else if (name.endsWith(".sql")) {
      folder.warn(path.toString(), 0, "Flyway does not run this file; it is left out.");
    }
  }

  private static <K> void once(Map<K, Script> scripts, K key, Script script) {
    var before = scripts.putIfAbsent(key, script);
    if (before != null) {
      throw SourceFolder.invalid(
          script.path().toString(), 0, "the version is also that of " + before.path());
    }
  }

  private static String fileName(Script script) {
    return Ids.plain(SourceFolder.name(script.path()).replaceFirst("\\.[a-z]+$", "")) + ".sql";
  }

  private static String message(Script script) {
    return script.description().replace('_', ' ').strip();
  }

  private static Part part(Script script, FlywayConfig config, SourceFolder folder) {
    if (script.code()) {
      return Code.nothing(script.path(), folder);
    }
    var text = SourceFolder.text(script.path());
    var settings = FlywaySettings.of(script.path(), text);
    var values = new TreeMap<>(config.placeholders());
    values.putIfAbsent("flyway:filename", SourceFolder.name(script.path()));
    return new Part(
        config.replacement() && settings.placeholders()
            ? Placeholders.replace(text, values, config.prefix(), config.suffix())
            : text,
        script.path().toString(),
        1,
        settings.inTransaction());
  }
}
