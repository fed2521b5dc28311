package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Plan;
import dev.athanor.revision.RevisionGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All the revision files of one database, read from every source, as a graph. Immutable.
 *
 * <p>Only headers are read, so that a set of thousands is cheap; {@link FileCheck} reads a file's
 * body when it is about to run.
 */
public final class RevisionSet {
  private final RevisionGraph graph;
  private final List<RevisionFile> files;
  private final Map<String, RevisionFile> byRevision;
  private final String digest;
  private final List<Warning> warnings;

  private RevisionSet(List<RevisionFile> files, String digest, List<Warning> warnings) {
    this.files = List.copyOf(files);
    this.byRevision = new LinkedHashMap<>();
    this.digest = digest;
    this.warnings = List.copyOf(warnings);
    files.forEach(file -> byRevision.put(file.revision().id(), file));
    this.graph = build();
  }

  /**
   * Reads the sources, in any order: the files' names decide theirs.
   *
   * @throws AthanorException with the file and line, when a file cannot be read, when two of them
   *     claim one name or one revision with different content, when there is none, or when they
   *     make no graph
   */
  public static RevisionSet of(List<Source> sources) {
    var set = new RevisionSetReader(sources).read();
    if (set.files().isEmpty()) {
      throw empty(sources);
    }
    return set;
  }

  /** The same where there may be no revision yet. */
  public static RevisionSet ofAny(List<Source> sources) {
    return new RevisionSetReader(sources).read();
  }

  static RevisionSet of(List<RevisionFile> files, String digest, List<Warning> warnings) {
    return new RevisionSet(files, digest, warnings);
  }

  private RevisionGraph build() {
    try {
      return RevisionGraph.of(files.stream().map(RevisionFile::revision).toList());
    } catch (AthanorException e) {
      throw e.line() > 0 ? e : located(e);
    }
  }

  /** The graph knows revisions, not lines: adds where the one it complains about is written. */
  private AthanorException located(AthanorException e) {
    return e.revision()
        .flatMap(this::file)
        .map(file -> e.at(file.origin(), file.headerLine()))
        .orElse(e);
  }

  /** The revisions as a graph. */
  public RevisionGraph graph() {
    return graph;
  }

  /** Every file, in the order of their names over all sources: the order of loading. */
  public List<RevisionFile> files() {
    return files;
  }

  /** The file that holds this revision. */
  public Optional<RevisionFile> file(String revisionId) {
    return Optional.ofNullable(byRevision.get(revisionId));
  }

  /** The file into which this revision, which has none of its own any more, was folded. */
  public Optional<RevisionFile> replacing(String revisionId) {
    return files.stream().filter(file -> file.replaces().contains(revisionId)).findFirst();
  }

  /**
   * {@code sha256:…} over the files' names and stored bytes: the same for ConfigMaps and for the
   * folders they are mounted as.
   */
  public String digest() {
    return digest;
  }

  /**
   * Refuses to be another set than the caller thinks.
   *
   * @throws AthanorException SourceChanged
   */
  public void expect(String expectedDigest) {
    if (!expectedDigest.equals(digest)) {
      throw new AthanorException(
          Reason.SOURCE_CHANGED,
          "The revision set is %s and not %s, which was expected: it changed in between. Look again."
              .formatted(digest, expectedDigest));
    }
  }

  /** What is allowed and worth knowing about the set; nothing about the files' bodies. */
  public List<Warning> warnings() {
    return warnings;
  }

  /**
   * What an approval refers to: {@code sha256:…} over the operation, where the database is, the
   * targets, and each step with the checksum of its file.
   */
  public String planHash(Plan plan) {
    return planHash(plan, id -> Optional.empty());
  }

  /**
   * The same for a database at hand.
   *
   * @param archived the checksum of a revision's text in the database's archive: a step down runs
   *     that where the file is gone
   */
  public String planHash(Plan plan, Function<String, Optional<String>> archived) {
    var hash = new Digest().add(plan.operation().id()).add(plan.current()).add(plan.targets());
    for (var step : plan.steps()) {
      var revision = step.revision().orElse("");
      hash.add(revision)
          .add(step.direction().id())
          .add(step.rowsAfter())
          .add(
              file(revision)
                  .map(RevisionFile::checksum)
                  .or(() -> archived.apply(revision))
                  .orElse(""));
    }
    return hash.value();
  }

  @Override
  public String toString() {
    return files.stream().map(RevisionFile::name).collect(Collectors.joining(", ", "[", "]"));
  }

  /** The error for a set without files. */
  private static AthanorException empty(List<Source> sources) {
    var names = new ArrayList<String>();
    sources.forEach(source -> names.add(source.name()));
    return new AthanorException(
        Reason.EMPTY_REVISION_SET,
        "There is no revision file in %s. A revision file ends in .sql, .yaml, .xml or .json and begins with a header."
            .formatted(names.isEmpty() ? "any source: none was named" : String.join(", ", names)));
  }
}
