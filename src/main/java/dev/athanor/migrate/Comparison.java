package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.database.Database;
import dev.athanor.database.VersionTable;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.CurrentPosition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A database beside a revision set.
 *
 * @param rows the rows of the version table
 * @param pending revisions that {@code upgrade heads} would run, parents first
 * @param edited applied revisions whose file says something else by now
 * @param missing revisions that the database has and the set has not
 * @param gaps revisions that the rows imply and that never ran: they were put behind applied ones
 * @param narrowed whether only what one target implies was looked at
 */
public record Comparison(
    List<String> rows,
    List<String> pending,
    List<RevisionFile> edited,
    List<String> missing,
    List<String> gaps,
    boolean narrowed) {

  /** Keeps its own copies of the lists. */
  public Comparison {
    rows = List.copyOf(rows);
    pending = List.copyOf(pending);
    edited = List.copyOf(edited);
    missing = List.copyOf(missing);
    gaps = List.copyOf(gaps);
  }

  /** Asks the database: its rows, its archive and its journal. Changes nothing. */
  public static Comparison of(Database database, RevisionSet set) {
    try (var session = database.session("check")) {
      var tables = session.tables();
      var rows = new VersionTable(session, tables.version()).rows();
      var archive = new Archive(session, tables.archive());
      var checksums = archive.checksums();
      return of(set, rows, checksums, Gaps.in(session, set).below(rows));
    }
  }

  /** From the rows alone: what was edited, or never ran, cannot be told. */
  public static Comparison of(RevisionSet set, List<String> rows) {
    return of(set, rows, Map.of(), List.of());
  }

  private static Comparison of(
      RevisionSet set, List<String> rows, Map<String, String> archived, List<String> gaps) {
    var graph = set.graph();
    var known = rows.stream().filter(graph::contains).toList();
    var implied = graph.applied(known);
    var missing = new ArrayList<>(rows.stream().filter(row -> !graph.contains(row)).toList());
    archived.keySet().stream()
        .filter(id -> !graph.contains(id) && !missing.contains(id))
        .filter(id -> set.replacing(id).isEmpty())
        .forEach(missing::add);
    // behind a row that the set does not have, the archive still knows what is applied
    var applied = new HashSet<>(implied);
    archived.keySet().stream().filter(graph::contains).forEach(applied::add);
    return new Comparison(
        rows,
        new CurrentPosition(graph, known)
            .pending().stream().filter(id -> !applied.contains(id)).toList(),
        set.files().stream().filter(file -> edited(file, applied, archived)).toList(),
        missing,
        gaps,
        false);
  }

  private static boolean edited(
      RevisionFile file, Set<String> applied, Map<String, String> archived) {
    var id = file.revision().id();
    return applied.contains(id)
        && archived.containsKey(id)
        && !file.checksum().equals(archived.get(id))
        && file.replaces().stream().noneMatch(archived::containsKey);
  }

  /**
   * The same for what a target implies: what else is pending, edited or missing is others'
   * business.
   *
   * @throws AthanorException as {@code resolve} when the target means nothing
   */
  public Comparison narrowed(RevisionSet set, String target) {
    var wanted = set.graph().applied(set.graph().resolve(target));
    return new Comparison(
        rows,
        pending.stream().filter(wanted::contains).toList(),
        edited.stream().filter(file -> wanted.contains(file.revision().id())).toList(),
        List.of(),
        gaps.stream().filter(wanted::contains).toList(),
        true);
  }

  /** What {@code check} ends with; absent when database and set agree. */
  public Optional<AthanorException> objection(RevisionSet set) {
    var unknown = missing.stream().filter(rows::contains).toList();
    if (!unknown.isEmpty()) {
      return Optional.of(
          new AthanorException(
                  Reason.UNKNOWN_REVISION,
                  "The database is at %s, which the revision set does not have. Add the file, or go back with `downgrade`."
                      .formatted(some(unknown)))
              .inRevision(unknown.getFirst()));
    }
    if (!edited.isEmpty()) {
      var first = edited.getFirst();
      return Optional.of(
          new AthanorException(
                  Reason.REVISION_EDITED,
                  "Edited after it was applied: %s. Restore the file and write a new revision."
                      .formatted(some(edited.stream().map(file -> file.revision().id()).toList())))
              .at(first.origin(), 0)
              .inRevision(first.revision().id()));
    }
    if (!gaps.isEmpty()) {
      return Optional.of(Gaps.refused(set, gaps, rows));
    }
    if (!pending.isEmpty()) {
      return Optional.of(
          new AthanorException(
              Reason.DATABASE_NOT_UP_TO_DATE,
              "The database is at %s, and %d revisions are pending: %s. Run `upgrade heads`."
                  .formatted(rows.isEmpty() ? "base" : some(rows), pending.size(), some(pending))));
    }
    if (narrowed) {
      return Optional.empty();
    }
    try {
      new CurrentPosition(set.graph(), rows).requireUpToDate();
      return Optional.empty();
    } catch (AthanorException e) {
      return Optional.of(e);
    }
  }

  private static String some(List<String> ids) {
    return String.join(", ", ids.stream().limit(5).toList())
        + (ids.size() > 5 ? " and " + (ids.size() - 5) + " more" : "");
  }
}
