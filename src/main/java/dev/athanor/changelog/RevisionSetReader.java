package dev.athanor.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Puts the files of several sources together. */
final class RevisionSetReader {
  private final List<Source> sources;
  private final Map<String, Stored> byName = new TreeMap<>();
  private final List<Warning> warnings = new ArrayList<>();

  /** No record: its bytes are an array, which has no value of its own. */
  private static final class Stored {
    private final Source source;
    private final String origin;
    private final byte[] bytes;

    Stored(Source source, String origin, byte[] bytes) {
      this.source = source;
      this.origin = origin;
      this.bytes = bytes;
    }

    String origin() {
      return origin;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  RevisionSetReader(List<Source> sources) {
    this.sources = sources;
  }

  RevisionSet read() {
    for (var source : sources) {
      source
          .entries()
          .forEach((name, bytes) -> add(name, new Stored(source, source.origin(name), bytes)));
    }
    var files = new ArrayList<RevisionFile>();
    var byRevision = new HashMap<String, RevisionFile>();
    var digest = new Digest();
    byName.forEach(
        (name, stored) -> {
          var file = RevisionFile.of(name, stored.origin(), stored.bytes());
          file.ifPresentOrElse(
              found -> {
                digest.add(name).add(stored.bytes());
                warnIfNoKey(name, stored);
                if (isNew(found, byRevision)) {
                  files.add(found);
                }
              },
              () -> warnIfOverlooked(name, stored));
        });
    return RevisionSet.of(files, digest.value(), warnings);
  }

  private void add(String name, Stored stored) {
    var before = byName.putIfAbsent(name, stored);
    if (before != null
        && FileNames.format(name).isPresent()
        && !Arrays.equals(before.bytes(), stored.bytes())) {
      throw new AthanorException(
              Reason.DUPLICATE_FILE,
              "%s is in two places with different content: %s and %s. Rename one of them."
                  .formatted(name, before.origin(), stored.origin()))
          .at(stored.origin(), 0);
    }
  }

  /** The same revision in two sources is tolerated, when it says the same. */
  private boolean isNew(RevisionFile file, Map<String, RevisionFile> byRevision) {
    var before = byRevision.putIfAbsent(file.revision().id(), file);
    if (before == null) {
      return true;
    }
    if (before.checksum().equals(file.checksum()) && !sameSource(before, file)) {
      return false;
    }
    throw new AthanorException(
            Reason.DUPLICATE_REVISION,
            "Revision %s is in two files: %s and %s. Give one of them another id, or take it away."
                .formatted(file.revision().id(), before.origin(), file.origin()))
        .at(file.origin(), file.headerLine())
        .inRevision(file.revision().id());
  }

  private void warnIfNoKey(String name, Stored stored) {
    if (!FileNames.fitsConfigMap(name)) {
      warnings.add(
          new Warning(
              stored.origin(),
              0,
              "\"%s\" cannot be a ConfigMap's key; use letters, digits, -, _ and . only."
                  .formatted(name)));
    }
  }

  /** Two ConfigMaps may well hold the same file; two in one folder are a slip. */
  private boolean sameSource(RevisionFile one, RevisionFile other) {
    return stored(one).source.equals(stored(other).source);
  }

  private Stored stored(RevisionFile file) {
    return Objects.requireNonNull(byName.get(file.name()));
  }

  /** A revision nobody sees because of its file's name would be the worst of surprises. */
  private void warnIfOverlooked(String name, Stored stored) {
    var head = new String(stored.bytes(), 0, Math.min(stored.bytes().length, 2048), UTF_8);
    if (head.lines().anyMatch(line -> line.strip().startsWith("-- revision:"))) {
      warnings.add(
          new Warning(
              stored.origin(),
              1,
              "%s looks like a revision and is not read: its name does not end in .sql, .yaml, .xml or .json."
                  .formatted(name)));
    }
  }
}
