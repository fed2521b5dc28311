package dev.athanor.changelog.importing;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * goose: {@code 00001_name.sql}, by number, with {@code -- +goose Up} and {@code -- +goose Down}.
 * The marks around statements are not needed here, where quotes and bodies are understood.
 */
final class GooseHistory implements History {
  private static final Pattern NAME = Pattern.compile("(\\d+)_(.*)\\.(sql|go)");
  private static final Pattern MARKER = Pattern.compile("--\\s*\\+goose\\s+(.*?)\\s*");

  @Override
  public List<Draft> read(SourceFolder folder) {
    var drafts = new ArrayList<Draft>();
    for (var path : folder.files()) {
      var name = SourceFolder.name(path);
      var matcher = NAME.matcher(name);
      if (name.endsWith("_test.go")) {
        continue;
      }
      if (!matcher.matches()) {
        if (name.endsWith(".sql")) {
          folder.warn(path.toString(), 0, "goose does not run this file; it is left out.");
        }
        continue;
      }
      var code = matcher.group(3).equals("go");
      var parts =
          code ? new Parts(Code.nothing(path, folder), Optional.empty()) : parts(path, folder);
      drafts.add(
          Draft.inLine(
              new BigInteger(matcher.group(1)).toString(),
              Ids.plain(matcher.group(1) + "_" + matcher.group(2)) + ".sql",
              matcher.group(2).replace('_', ' ').strip(),
              parts.up,
              parts.down));
    }
    if (drafts.isEmpty()) {
      throw folder.empty("00001_create_users.sql");
    }
    drafts.sort(Comparator.comparing(draft -> new BigInteger(draft.version())));
    return Line.of(drafts);
  }

  private record Parts(Part up, Optional<Part> down) {}

  /** Cuts a file at its markers; every line stays on its line. */
  private static Parts parts(Path path, SourceFolder folder) {
    var up = new StringBuilder();
    var down = new StringBuilder();
    int upLine = 0;
    int downLine = 0;
    boolean inTransaction = true;
    boolean substitute = false;
    int number = 0;
    for (var line : SourceFolder.text(path).split("\n", -1)) {
      number++;
      var marker = MARKER.matcher(line.strip());
      var text = line;
      if (marker.matches()) {
        text = "";
        switch (marker.group(1).toLowerCase(Locale.ROOT)) {
          case "up" -> upLine = once(path, number, upLine);
          case "down" -> downLine = once(path, number, downLine);
          case "no transaction" -> inTransaction = false;
          case "statementbegin", "statementend" -> {}
          case "envsub on" -> substitute = true;
          case "envsub off" -> substitute = false;
          default ->
              throw SourceFolder.invalid(
                  path.toString(),
                  number,
                  "\"%s\" is no annotation of goose that is known here".formatted(line.strip()));
        }
      } else if (substitute) {
        text = EnvSub.replace(line, folder.options().placeholders());
      }
      if (downLine > 0) {
        down.append(text).append('\n');
      } else if (upLine > 0) {
        up.append(text).append('\n');
      } else if (!text.isBlank() && !text.strip().startsWith("--")) {
        throw SourceFolder.invalid(
            path.toString(), number, "there is text above the \"-- +goose Up\" line");
      }
    }
    if (upLine == 0) {
      throw SourceFolder.invalid(path.toString(), 1, "there is no \"-- +goose Up\" line");
    }
    return new Parts(
        new Part(up.toString(), path.toString(), upLine, inTransaction),
        downLine == 0
            ? Optional.empty()
            : Optional.of(new Part(down.toString(), path.toString(), downLine, inTransaction)));
  }

  private static int once(Path path, int number, int before) {
    if (before > 0) {
      throw SourceFolder.invalid(
          path.toString(), number, "the same annotation is also on line " + before);
    }
    return number;
  }
}
