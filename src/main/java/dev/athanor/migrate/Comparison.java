package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.database.Database;
import dev.athanor.database.Journal;
import dev.athanor.database.JournalEntry;
import dev.athanor.database.VersionTable;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.CurrentPosition;
import dev.athanor.revision.RevisionGraph;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A database beside a revision set.
 *
 * @param rows the rows of the version table
 * @param pending revisions that {@code upgrade heads} would run, parents first
 * @param edited applied revisions whose file says something else by now
 * @param missing revisions that the database has and the set has not
 * @param gaps revisions that the rows imply and that never ran: they were put behind applied ones
 */
public record Comparison(
    List<String> rows,
    List<String> pending,
    List<RevisionFile> edited,
    List<String> missing,
    List<String> gaps) {

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
      boolean ours = beganAtBase(new Journal(session, tables));
      return of(set, rows, checksums, ours);
    }
  }

  /** From the rows alone: what was edited, or never ran, cannot be told. */
  public static Comparison of(RevisionSet set, List<String> rows) {
    return of(set, rows, Map.of(), false);
  }

  private static Comparison of(
      RevisionSet set, List<String> rows, Map<String, String> archived, boolean ours) {
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
        gaps(graph, implied, archived.keySet(), ours));
  }

  private static boolean edited(
      RevisionFile file, Set<String> applied, Map<String, String> archived) {
    var id = file.revision().id();
    return applied.contains(id)
        && archived.containsKey(id)
        && !file.checksum().equals(archived.get(id))
        && file.replaces().stream().noneMatch(archived::containsKey);
  }

  /** Only then is it sure that the archive has all that was ever applied. */
  private static boolean beganAtBase(Journal journal) {
    return journal
        .first()
        .filter(entry -> entry.from().isEmpty())
        .filter(entry -> entry.outcome() == JournalEntry.State.DONE)
        .isPresent();
  }

  /**
   * Implied revisions that the archive does not have. In a database that another tool began, those
   * below the first that we applied are no gaps.
   */
  private static List<String> gaps(
      RevisionGraph graph, Set<String> implied, Set<String> archived, boolean ours) {
    if (archived.isEmpty()) {
      return List.of();
    }
    var above = ours ? implied : aboveArchived(graph, archived);
    return graph.revisions().stream()
        .map(revision -> revision.id())
        .filter(id -> implied.contains(id) && !archived.contains(id) && above.contains(id))
        .toList();
  }

  private static Set<String> aboveArchived(RevisionGraph graph, Set<String> archived) {
    var dependants = new TreeMap<String, List<String>>();
    for (var revision : graph.revisions()) {
      for (var parent : graph.parents(revision.id())) {
        dependants.computeIfAbsent(parent, id -> new ArrayList<>()).add(revision.id());
      }
    }
    var above = new HashSet<String>();
    var queue = new ArrayDeque<>(archived);
    while (!queue.isEmpty()) {
      for (var next : dependants.getOrDefault(queue.pop(), List.of())) {
        if (above.add(next)) {
          queue.add(next);
        }
      }
    }
    return above;
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
      return Optional.of(
          new AthanorException(
                  Reason.DATABASE_NOT_UP_TO_DATE,
                  "Put behind applied revisions, and never run: %s. Give it a place at the head, or run it by hand and `stamp`."
                      .formatted(some(gaps)))
              .inRevision(gaps.getFirst()));
    }
    if (!pending.isEmpty()) {
      return Optional.of(
          new AthanorException(
              Reason.DATABASE_NOT_UP_TO_DATE,
              "The database is at %s, and %d revisions are pending: %s. Run `upgrade heads`."
                  .formatted(rows.isEmpty() ? "base" : some(rows), pending.size(), some(pending))));
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
