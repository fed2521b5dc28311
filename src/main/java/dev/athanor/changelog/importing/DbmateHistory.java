package dev.athanor.changelog.importing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * dbmate: {@code 20200101120000_name.sql}, by file name, with {@code -- migrate:up} and {@code --
 * migrate:down}.
 */
final class DbmateHistory implements History {
  private static final Pattern NAME = Pattern.compile("(\\d+)(.*)\\.sql");
  private static final Pattern MARKER = Pattern.compile("--\\s*migrate:(up|down)(\\s*|\\s+\\S.*)");
  private static final Pattern NO_TRANSACTION = Pattern.compile("(?:.*\\s)?transaction:false\\b.*");

  @Override
  public List<Draft> read(SourceFolder folder) {
    var drafts = new ArrayList<Draft>();
    for (var path : folder.files()) {
      var matcher = NAME.matcher(SourceFolder.name(path));
      if (matcher.matches()) {
        drafts.add(draft(path, matcher.group(1), matcher.group(2)));
      } else if (SourceFolder.name(path).endsWith(".sql")) {
        folder.warn(path.toString(), 0, "dbmate does not run this file; it is left out.");
      }
    }
    if (drafts.isEmpty()) {
      throw folder.empty("20200101120000_create_users.sql");
    }
    return Line.of(drafts);
  }

  private static Draft draft(Path path, String version, String name) {
    var blocks = blocks(path);
    if (blocks.up.isEmpty()) {
      throw SourceFolder.invalid(path.toString(), 1, "there is no \"-- migrate:up\" line");
    }
    return Draft.inLine(
        version,
        Ids.plain(version + name) + ".sql",
        name.replace('_', ' ').strip(),
        blocks.up.get(),
        blocks.down);
  }

  private record Blocks(Optional<Part> up, Optional<Part> down) {}

  private static Blocks blocks(Path path) {
    Optional<Part> up = Optional.empty();
    Optional<Part> down = Optional.empty();
    var lines = SourceFolder.text(path).split("\n", -1);
    int i = 0;
    while (i < lines.length) {
      var marker = MARKER.matcher(lines[i]);
      if (!marker.matches()) {
        refuseSqlOutside(path, lines[i], i + 1);
        i++;
        continue;
      }
      int end = i + 1;
      while (end < lines.length && !MARKER.matcher(lines[end]).matches()) {
        end++;
      }
      var part =
          new Part(
              String.join("\n", List.of(lines).subList(i + 1, end)),
              path.toString(),
              i + 2,
              !NO_TRANSACTION.matcher(marker.group(2)).matches());
      boolean isUp = marker.group(1).equals("up");
      if ((isUp ? up : down).isPresent()) {
        throw SourceFolder.invalid(
            path.toString(), i + 1, "there is a second \"%s\"".formatted(lines[i]));
      }
      if (isUp) {
        up = Optional.of(part);
      } else {
        down = Optional.of(part);
      }
      i = end;
    }
    return new Blocks(up, down);
  }

  private static void refuseSqlOutside(Path path, String line, int number) {
    if (!line.isBlank() && !line.strip().startsWith("--")) {
      throw SourceFolder.invalid(
          path.toString(), number, "there is text above the first \"-- migrate:\" line");
    }
  }
}
