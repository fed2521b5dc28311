package dev.athanor.migrate;

import dev.athanor.changelog.Warning;
import dev.athanor.changelog.importing.ChangeLogText;
import dev.athanor.changelog.importing.Elsewhere;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Scope;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.OfflineConnection;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;

/** A root changelog with all that it includes, as Liquibase reads it. */
final class LiquibaseChangeLog implements AutoCloseable {
  private final Path root;
  private final LiquibaseHistory.Options options;
  private final List<Path> folders = new ArrayList<>();
  private final CompositeResourceAccessor accessor;
  private final Database database;
  private final RecordedParameters parameters;
  private final List<ChangeSet> all;
  private final IdentityHashMap<ChangeSet, Integer> indexes = new IdentityHashMap<>();

  LiquibaseChangeLog(Path root, LiquibaseHistory.Options options) {
    this.root = root.toAbsolutePath().normalize();
    this.options = options;
    if (!Files.isRegularFile(this.root)) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE, "%s is no file. Name the root changelog.".formatted(root))
          .at(root.toString(), 0);
    }
    options.searchPath().forEach(path -> folders.add(path.toAbsolutePath().normalize()));
    folders.add(Optional.ofNullable(this.root.getParent()).orElse(this.root));
    try {
      var accessors = new ArrayList<ResourceAccessor>();
      for (var folder : folders) {
        accessors.add(new DirectoryResourceAccessor(folder));
      }
      accessors.add(new NewerSchemas());
      accessor = new CompositeResourceAccessor(accessors);
      database =
          DatabaseFactory.getInstance()
              .findCorrectDatabaseImplementation(
                  new OfflineConnection(LiquibaseScripts.offlineUrl(options.dialect()), accessor));
      parameters = new RecordedParameters(database, options.contexts(), options.parameters());
      all = List.copyOf(parse());
    } catch (AthanorException e) {
      throw e;
    } catch (Exception e) {
      throw new AthanorException(
              Reason.INVALID_CHANGELOG,
              "%s cannot be read by Liquibase: %s. Includes are looked for in %s; --search-path names more."
                  .formatted(root, LiquibaseScripts.message(e), folders),
              e)
          .at(root.toString(), 0);
    }
    var counts = new HashMap<String, Integer>();
    all.forEach(set -> indexes.put(set, counts.merge(path(set), 1, Integer::sum) - 1));
  }

  private List<ChangeSet> parse() throws Exception {
    var name =
        folders.stream()
            .filter(root::startsWith)
            .findFirst()
            .map(folder -> folder.relativize(root))
            .orElse(root)
            .toString()
            .replace('\\', '/');
    return Scope.child(
        Map.of(Scope.Attr.resourceAccessor.name(), accessor),
        () ->
            ChangeLogParserFactory.getInstance()
                .getParser(name, accessor)
                .parse(name, parameters, accessor)
                .getChangeSets());
  }

  /** Those that count, in the order they run. */
  List<ChangeSet> changeSets() {
    var contexts =
        new ContextChangeSetFilter(new Contexts(options.contexts().toArray(String[]::new)));
    var labels = new LabelChangeSetFilter(new LabelExpression(options.labels().orElse("")));
    return all.stream()
        .filter(set -> contexts.accepts(set).isAccepted() && labels.accepts(set).isAccepted())
        .toList();
  }

  /** Whether Liquibase would write down that it ran. */
  boolean recorded(ChangeSet changeSet) {
    return !changeSet.isIgnore()
        && new DbmsChangeSetFilter(database).accepts(changeSet).isAccepted();
  }

  /** What nobody was asked about. */
  List<Warning> warnings() {
    var contexts = new TreeSet<String>();
    all.stream()
        .flatMap(
            set ->
                Stream.concat(
                    Stream.ofNullable(set.getContextFilter()),
                    Stream.ofNullable(set.getInheritableContextFilter())
                        .flatMap(Collection::stream)))
        .flatMap(filter -> filter.getContexts().stream())
        .forEach(contexts::add);
    if (contexts.isEmpty() || !options.contexts().isEmpty()) {
      return List.of();
    }
    return List.of(
        new Warning(
            root.toString(),
            0,
            "There are contexts (%s), and a revision runs in any: changesets for all of them are imported. --contexts names those that Liquibase is run with."
                .formatted(String.join(", ", contexts))));
  }

  /** Which of its file's changesets it is, from 0. */
  int index(ChangeSet changeSet) {
    return indexes.getOrDefault(changeSet, 0);
  }

  /** The file that a changeset stands in, whatever it says its path is. */
  static String path(ChangeSet changeSet) {
    var physical = Optional.ofNullable(changeSet.getChangeLog().getPhysicalFilePath());
    return physical
        .orElse(changeSet.getFilePath())
        .replace('\\', '/')
        .replaceFirst("^classpath:", "");
  }

  /** What Liquibase's own table knows it by. */
  static String key(ChangeSet changeSet) {
    return "%s::%s::%s"
        .formatted(changeSet.getFilePath(), changeSet.getId(), changeSet.getAuthor());
  }

  /** Twelve hexadecimal digits of a text. */
  static String hash(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where a file is. */
  Path locate(String path) {
    for (var folder : folders) {
      var file = folder.resolve(path.replaceFirst("^/+", "")).normalize();
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return Path.of(path);
  }

  /** What a changeset of a file points to. */
  Elsewhere elsewhere(Path file, ChangeSet changeSet, int line, Consumer<Warning> warnings) {
    return new Elsewhere() {
      @Override
      public Optional<String> file(String path, boolean relative) {
        return text(relative ? file.resolveSibling(path).normalize() : locate(path));
      }

      @Override
      public Optional<String> rows(int number) {
        return new LoadedRows(changeSet, database, accessor).sql(number, file, line);
      }

      @Override
      public void warn(int lineOfChangeSet, String what) {
        int there = line > 0 && lineOfChangeSet > 0 ? line + lineOfChangeSet - 1 : line;
        warnings.accept(new Warning(file.toString(), there, what));
      }
    };
  }

  private static Optional<String> text(Path path) {
    try {
      return Files.isRegularFile(path)
          ? Optional.of(
              Files.readString(path).replace("\uFEFF", "").replace("\r\n", "\n").stripTrailing())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether there is something to put in for a name. */
  boolean defines(String name) {
    return parameters.recorded().stream().anyMatch(property -> property.name().equals(name));
  }

  /** The properties that these texts use, and those that they use in turn. */
  List<ChangeLogText.Property> properties(List<String> texts) {
    var used = new LinkedHashSet<ChangeLogText.Property>();
    var left = new ArrayList<>(texts);
    while (!left.isEmpty()) {
      var text = left.removeLast();
      for (var property : parameters.recorded()) {
        if (text.contains("${" + property.name() + "}") && used.add(property)) {
          left.add(property.value());
        }
      }
    }
    // in the order they are defined: the first wins
    var order = new LinkedHashMap<ChangeLogText.Property, Boolean>();
    parameters.recorded().stream()
        .filter(used::contains)
        .forEach(property -> order.put(property, true));
    return List.copyOf(order.keySet());
  }

  @Override
  public void close() {
    try {
      accessor.close();
    } catch (Exception e) {
      throw new IllegalStateException("folders are closed without ado", e);
    }
  }
}
