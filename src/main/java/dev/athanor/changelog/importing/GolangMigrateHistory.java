package dev.athanor.changelog.importing;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * golang-migrate: {@code 000001_name.up.sql} and {@code 000001_name.down.sql}, by number. It hands
 * a file to PostgreSQL as a whole, which makes it one transaction.
 */
final class GolangMigrateHistory implements History {
  private static final Pattern NAME = Pattern.compile("(\\d+)_(.*)\\.(up|down)\\.(.*)");

  /** The two files of a version. */
  private static final class Pair {
    private Optional<Path> up = Optional.empty();
    private Optional<Path> down = Optional.empty();
    private String name = "";
    private String digits = "";
  }

  @Override
  public List<Draft> read(SourceFolder folder) {
    var pairs = new TreeMap<BigInteger, Pair>();
    for (var path : folder.files()) {
      add(path, folder, pairs);
    }
    if (pairs.isEmpty()) {
      throw folder.empty("000001_create_users.up.sql");
    }
    var drafts = new ArrayList<Draft>();
    for (Map.Entry<BigInteger, Pair> entry : pairs.entrySet()) {
      var pair = entry.getValue();
      if (pair.up.isEmpty()) {
        throw SourceFolder.invalid(
            pair.down.map(Path::toString).orElse(""),
            0,
            "there is no up file for version %s, only this".formatted(entry.getKey()));
      }
      drafts.add(
          Draft.inLine(
              entry.getKey().toString(),
              Ids.plain(pair.digits + "_" + pair.name) + ".sql",
              pair.name.replace('_', ' ').strip(),
              part(pair.up.get()),
              pair.down.map(GolangMigrateHistory::part)));
    }
    return Line.of(drafts);
  }

  private static Part part(Path path) {
    return Part.of(SourceFolder.text(path), path.toString());
  }

  private static void add(Path path, SourceFolder folder, Map<BigInteger, Pair> pairs) {
    var matcher = NAME.matcher(SourceFolder.name(path));
    if (!matcher.matches()) {
      if (SourceFolder.name(path).endsWith(".sql")) {
        folder.warn(path.toString(), 0, "golang-migrate does not run this file; it is left out.");
      }
      return;
    }
    if (!matcher.group(4).equals("sql")) {
      throw SourceFolder.invalid(path.toString(), 0, "only SQL can be imported");
    }
    var pair = pairs.computeIfAbsent(new BigInteger(matcher.group(1)), version -> new Pair());
    boolean up = matcher.group(3).equals("up");
    var before = up ? pair.up : pair.down;
    if (before.isPresent()) {
      throw SourceFolder.invalid(path.toString(), 0, "the version is also that of " + before.get());
    }
    if (up) {
      pair.up = Optional.of(path);
      pair.name = matcher.group(2);
      pair.digits = matcher.group(1);
    } else {
      pair.down = Optional.of(path);
    }
  }
}
