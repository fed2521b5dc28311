package dev.athanor.migrate;

import dev.athanor.changelog.FileCheck;
import dev.athanor.changelog.Warning;
import dev.athanor.changelog.importing.ChangeLogText;
import dev.athanor.changelog.importing.Imported;
import dev.athanor.changelog.importing.ImportedFile;
import dev.athanor.changelog.importing.Undefined;
import dev.athanor.database.Dialect;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import liquibase.changelog.ChangeSet;

/**
 * A Liquibase history taken apart into revisions. Liquibase says which changesets there are and in
 * which order; their text is taken from where it is written.
 */
public final class LiquibaseHistory {
  private static final String RUNS_AGAIN =
      "Liquibase runs this again (runOnChange or runAlways); its revision runs once: write each"
          + " later change of it as a new revision.";

  private final Path root;
  private final Options options;
  private final List<Warning> warnings = new ArrayList<>();
  private final Map<String, ChangeLogText> texts = new HashMap<>();
  private final Map<String, List<ChangeLogText.Piece>> pieces = new HashMap<>();
  private final Set<String> begun = new HashSet<>();

  /**
   * How to take it apart.
   *
   * @param perFile whether neighbours out of one file stay together
   * @param searchPath where includes are looked for, beside the folder of the root changelog
   * @param contexts what Liquibase is run with; none: every changeset counts
   * @param labels the label filter that Liquibase is run with, as it takes it
   * @param parameters what else is put in for {@code ${name}}
   * @param dialect whose changesets and properties count
   */
  public record Options(
      boolean perFile,
      List<Path> searchPath,
      Set<String> contexts,
      Optional<String> labels,
      Map<String, String> parameters,
      String dialect) {
    /** Keeps its own copies. */
    public Options {
      searchPath = List.copyOf(searchPath);
      contexts = new TreeSet<>(contexts);
      parameters = new TreeMap<>(parameters);
    }
  }

  private LiquibaseHistory(Path root, Options options) {
    this.root = root;
    this.options = options;
  }

  /**
   * Reads the root changelog and all that it includes.
   *
   * @throws AthanorException naming the file, and the line where there is one
   */
  public static Imported read(Path root, Options options) {
    return new LiquibaseHistory(root, options).read().checked();
  }

  /** Some changesets of one file that become one revision. */
  private record Group(String path, List<ChangeSet> changeSets, int number) {}

  private Imported read() {
    try (var changeLog = new LiquibaseChangeLog(root, options)) {
      var files = new ArrayList<ImportedFile>();
      Optional<String> before = Optional.empty();
      var groups = groups(changeLog.changeSets());
      if (groups.isEmpty()) {
        throw new AthanorException(
                Reason.EMPTY_REVISION_SET, "%s leads to no changeset.".formatted(root))
            .at(root.toString(), 0);
      }
      warnings.addAll(changeLog.warnings());
      for (var group : groups) {
        var file = new Revised(group, changeLog, files.size() + 1, before).write();
        files.add(file);
        before = Optional.of(file.checked().revision().id());
      }
      return new Imported(files, warnings);
    }
  }

  private List<Group> groups(List<ChangeSet> changeSets) {
    var groups = new ArrayList<Group>();
    var numbers = new HashMap<String, Integer>();
    for (var changeSet : changeSets) {
      var path = LiquibaseChangeLog.path(changeSet);
      boolean joins =
          options.perFile() && !groups.isEmpty() && groups.getLast().path().equals(path);
      if (!joins) {
        groups.add(new Group(path, new ArrayList<>(), numbers.merge(path, 1, Integer::sum)));
      }
      groups.getLast().changeSets().add(changeSet);
    }
    return groups;
  }

  /** One group on its way to being a file. */
  private final class Revised {
    private final Group group;
    private final LiquibaseChangeLog changeLog;
    private final int number;
    private final Optional<String> before;
    private final Path path;

    Revised(Group group, LiquibaseChangeLog changeLog, int number, Optional<String> before) {
      this.group = group;
      this.changeLog = changeLog;
      this.number = number;
      this.before = before;
      this.path = changeLog.locate(group.path());
    }

    ImportedFile write() {
      var text = texts.computeIfAbsent(group.path(), name -> read(path));
      var chosen = new ArrayList<ChangeLogText.Piece>();
      // asked once for the whole file, and so in front of its first changeset
      if (begun.add(group.path())) {
        chosen.addAll(text.preconditions());
      }
      for (var changeSet : group.changeSets()) {
        var piece = piece(text, changeSet);
        var elsewhere = changeLog.elsewhere(path, changeSet, piece.line(), warnings::add);
        if (changeSet.isRunOnChange() || changeSet.isAlwaysRun()) {
          elsewhere.warn(1, RUNS_AGAIN);
        }
        chosen.add(text.inPlace(piece, elsewhere));
      }
      var written = write(text, chosen);
      var stretches = new ArrayList<ImportedFile.Stretch>();
      for (int i = 0; i < chosen.size(); i++) {
        if (chosen.get(i).line() > 0) {
          stretches.add(
              new ImportedFile.Stretch(
                  written.lines().get(i), path.toString(), chosen.get(i).line()));
        }
      }
      var file =
          new ImportedFile(
              name() + written.ending(),
              version(),
              path.toString(),
              written.text(),
              stretches,
              Dialect.named(options.dialect()).syntax());
      if (!FileCheck.hasRollback(file.checked())) {
        warnings.add(
            new Warning(
                path.toString(),
                chosen.getLast().line(),
                "There is no rollback for %s: revision %s cannot be downgraded."
                    .formatted(title(), file.checked().revision().id())));
      }
      return file;
    }

    private ChangeLogText.Written write(ChangeLogText text, List<ChangeLogText.Piece> chosen) {
      var properties =
          new ArrayList<>(
              changeLog.properties(chosen.stream().map(piece -> piece.text()).toList()));
      if (path.toString().endsWith(".sql")) {
        return text.write(header(), properties, chosen);
      }
      var undefined = Undefined.in(chosen, changeLog::defines);
      undefined.property().ifPresent(properties::addFirst);
      undefined.names().stream()
          .filter(name -> name.startsWith("database."))
          .findFirst()
          .ifPresent(name -> refuseBuiltIn(name, chosen.getFirst().line()));
      if (!undefined.names().isEmpty()) {
        warnings.add(
            new Warning(
                path.toString(),
                chosen.getFirst().line(),
                "Nothing defines ${%s}: it stays as it stands, as Liquibase has it."
                    .formatted(String.join("}, ${", undefined.names()))));
      }
      return text.write(header(), properties, undefined.pieces());
    }

    /** Only Liquibase knows these, of the database that it runs on. */
    private void refuseBuiltIn(String name, int line) {
      throw new AthanorException(
              Reason.INVALID_CHANGELOG,
              "%s, line %d: ${%s} is what Liquibase knows of its database, and a revision has to say it itself: give --placeholder %s=VALUE."
                  .formatted(path, line, name, name))
          .at(path.toString(), line);
    }

    private ChangeLogText.Piece piece(ChangeLogText text, ChangeSet changeSet) {
      // those that Liquibase leaves out here still stand in the text
      int index = changeLog.index(changeSet);
      var own = pieces.computeIfAbsent(group.path(), name -> text.changeSets());
      if (index >= own.size()) {
        throw new AthanorException(
                Reason.INVALID_CHANGELOG,
                "%s: the changeset %s:%s is not found in its text. Is the file included twice?"
                    .formatted(path, changeSet.getAuthor(), changeSet.getId()))
            .at(path.toString(), 0);
      }
      return own.get(index);
    }

    private ChangeLogText read(Path file) {
      try {
        return ChangeLogText.of(
            file.toString(), Files.readString(file).replace("\r\n", "\n").replace("\uFEFF", ""));
      } catch (IOException e) {
        throw new AthanorException(
                Reason.UNREADABLE_FILE, "%s cannot be read as UTF-8.".formatted(file), e)
            .at(file.toString(), 0);
      }
    }

    private List<String> header() {
      var header = new ArrayList<String>();
      header.add("revision: " + id());
      before.ifPresent(id -> header.add("down-revision: " + id));
      header.add("message: " + title());
      return header;
    }

    private String title() {
      var first = group.changeSets().getFirst();
      if (options.perFile()) {
        return group.path() + (group.number() > 1 ? " (%d)".formatted(group.number()) : "");
      }
      return Optional.ofNullable(first.getComments())
          .map(text -> text.strip().replaceAll("\\s+", " "))
          .filter(text -> !text.isEmpty())
          .orElse("%s:%s in %s".formatted(first.getAuthor(), first.getId(), group.path()));
    }

    /** What Liquibase records of it; nothing of what it passes over on this database. */
    private String version() {
      return keys(group.changeSets().stream().filter(changeLog::recorded).toList());
    }

    private static String keys(List<ChangeSet> changeSets) {
      var keys = new LinkedHashSet<String>();
      changeSets.forEach(changeSet -> keys.add(LiquibaseChangeLog.key(changeSet)));
      return String.join("\n", keys);
    }

    private String id() {
      return LiquibaseChangeLog.hash(
          options.perFile() ? group.path() + "#" + group.number() : keys(group.changeSets()));
    }

    private String name() {
      var stem = Path.of(group.path()).getFileName().toString().replaceFirst("\\.[A-Za-z]+$", "");
      var own = options.perFile() ? "" : "_" + group.changeSets().getFirst().getId();
      var plain = (stem + own).replaceAll("[^._a-zA-Z0-9-]+", "_");
      return "%05d_%s".formatted(number, plain.length() > 120 ? plain.substring(0, 120) : plain);
    }
  }
}
