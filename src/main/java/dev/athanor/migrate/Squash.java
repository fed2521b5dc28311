package dev.athanor.migrate;

import dev.athanor.changelog.FileCheck;
import dev.athanor.changelog.Format;
import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.ShortSql;
import dev.athanor.database.Dialect;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import dev.athanor.revision.Revision;
import dev.athanor.revision.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A stretch of history folded into its last revision: the same id, so that a database that has it
 * is where it was; the upgrades one behind the other, the downgrades the other way round.
 *
 * @param revision what the header of the new file says
 * @param replaced the ids that are no more, in the order they ran
 * @param file the file of the last revision, whose place the new one takes
 * @param text the new file
 * @param warnings what is different from running them one by one
 */
public record Squash(
    Revision revision,
    List<String> replaced,
    RevisionFile file,
    String text,
    List<String> warnings) {

  /** Keeps its own copies of the lists. */
  public Squash {
    replaced = List.copyOf(replaced);
    warnings = List.copyOf(warnings);
  }

  /**
   * Folds.
   *
   * @param from the first revision to fold; absent: from the base on
   * @param to the last one
   * @param dialect whose SQL stands for what is not written in the short form
   * @param message the message of what comes out, where it is not that of the last revision
   * @throws AthanorException when something outside the stretch stands on a revision inside it
   */
  public static Squash of(
      RevisionSet set, Optional<String> from, String to, String dialect, Optional<String> message) {
    var graph = set.graph();
    var last = one(set, to);
    var below = from.map(first -> graph.find(one(set, first)).orElseThrow());
    var start = below.map(first -> graph.parents(first.id())).orElse(List.of());
    var rows = new ArrayList<>(start);
    var up = new Planner(graph).upgrade(rows, last);
    var folded = up.steps().stream().flatMap(step -> step.revision().stream()).toList();
    below.ifPresent(first -> requireInside(first.id(), folded, last));
    if (folded.size() < 2) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "There is only %s to fold, and two revisions are the least.".formatted(last));
    }
    refuseFollowers(set, folded, last);
    return new Folding(set, dialect).fold(up, last, message);
  }

  private static String one(RevisionSet set, String expression) {
    var found = set.graph().resolve(expression);
    if (found.size() != 1) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "'%s' is %s, and one revision is needed here."
              .formatted(expression, found.isEmpty() ? "the base" : String.join(", ", found)));
    }
    return found.getFirst();
  }

  private static void requireInside(String first, List<String> folded, String last) {
    if (!folded.contains(first)) {
      throw new AthanorException(
              Reason.RANGE_NOT_ANCESTOR,
              "%s is not behind %s: a stretch of history goes from the older to the newer."
                  .formatted(first, last))
          .inRevision(first);
    }
  }

  /** Whoever stands on a revision in the middle would stand on nothing afterwards. */
  private static void refuseFollowers(RevisionSet set, List<String> folded, String last) {
    var inside = Set.copyOf(folded);
    for (var revision : set.graph().revisions()) {
      if (inside.contains(revision.id())) {
        continue;
      }
      var names = new LinkedHashSet<>(revision.downRevisions());
      names.addAll(revision.dependsOn());
      names.addAll(set.graph().parents(revision.id()));
      names.retainAll(inside);
      names.remove(last);
      if (!names.isEmpty()) {
        var name = names.getFirst();
        throw new AthanorException(
                Reason.INVALID_USAGE,
                "%s stands on %s, which would be folded into %s. Fold up to %s only, or put %s on another revision with `athanor rebase`."
                    .formatted(revision.id(), name, last, name, revision.id()))
            .inRevision(revision.id());
      }
    }
  }

  /**
   * Refuses where a database stands in the middle.
   *
   * @param rows the rows of its version table
   */
  public void refuseMiddle(List<String> rows) {
    var inside = rows.stream().filter(replaced::contains).toList();
    if (!inside.isEmpty()) {
      throw new AthanorException(
              Reason.INVALID_USAGE,
              "The database is at %s, in the middle of what would be folded: take it to %s first."
                  .formatted(String.join(", ", inside), revision.id()))
          .inRevision(inside.getFirst());
    }
  }

  /** The two ways through the stretch, as sections. */
  private record Folding(RevisionSet set, String dialect) {
    Squash fold(Plan up, String last, Optional<String> message) {
      var files = up.steps().stream().map(this::file).toList();
      var warnings = new LinkedHashSet<String>();
      files.forEach(file -> FileCheck.check(file));
      var upgrade = new FoldedSection("upgrade", warnings);
      up.steps().forEach(step -> add(upgrade, step));
      Optional<FoldedSection> downgrade = Optional.empty();
      var oneWay = files.stream().filter(file -> !FileCheck.hasRollback(file)).findFirst();
      if (oneWay.isPresent()) {
        warnings.add(
            "%s has no way back, so what it is folded into has none."
                .formatted(oneWay.get().revision().id()));
      } else {
        var section = new FoldedSection("downgrade", warnings);
        up.steps().reversed().forEach(step -> add(section, downward(step)));
        downgrade = Optional.of(section);
      }
      var replaced =
          files.stream().map(file -> file.revision().id()).filter(id -> !id.equals(last)).toList();
      var revision = header(files, last, message);
      var text = new StringBuilder(FoldedSection.header(revision, replacedBefore(files, replaced)));
      text.append(upgrade.text());
      downgrade.ifPresent(section -> text.append(section.text()));
      return new Squash(
          revision, replaced, files.getLast(), text.toString(), List.copyOf(warnings));
    }

    /** What they had replaced themselves stays replaced. */
    private static List<String> replacedBefore(List<RevisionFile> files, List<String> replaced) {
      var all = new LinkedHashSet<String>();
      files.forEach(file -> all.addAll(file.replaces()));
      all.addAll(replaced);
      return List.copyOf(all);
    }

    private static Step downward(Step step) {
      return new Step(
          step.revision(), Operation.DOWNGRADE, step.to(), step.from(), List.of(), List.of());
    }

    private RevisionFile file(Step step) {
      var syntax = Dialect.named(dialect).syntax();
      return step.revision().flatMap(set::file).orElseThrow().in(syntax);
    }

    private void add(FoldedSection section, Step step) {
      var file = file(step);
      if (file.format() == Format.SHORT_SQL) {
        var sql = ShortSql.of(file);
        if (step.direction() == Operation.UPGRADE) {
          section.add(file, sql.upgrade().sql(), sql.upgrade().runInTransaction());
        } else {
          sql.downgrade().ifPresent(down -> section.add(file, down.sql(), down.runInTransaction()));
        }
        return;
      }
      section.addRendered(
          file, Script.read(file, step.direction(), LiquibaseScripts.offline(dialect)), dialect);
    }

    private static Revision header(
        List<RevisionFile> files, String last, Optional<String> message) {
      var inside = files.stream().map(file -> file.revision().id()).toList();
      var down = new LinkedHashSet<String>();
      var dependsOn = new LinkedHashSet<String>();
      var labels = new LinkedHashSet<String>();
      for (var file : files) {
        down.addAll(file.revision().downRevisions());
        dependsOn.addAll(file.revision().dependsOn());
        labels.addAll(file.revision().branchLabels());
      }
      inside.forEach(down::remove);
      inside.forEach(dependsOn::remove);
      dependsOn.removeAll(labels);
      var own = files.getLast().revision();
      return new Revision(
          last,
          List.copyOf(down),
          List.copyOf(dependsOn),
          List.copyOf(labels),
          message.orElse(own.message()),
          own.created(),
          own.source());
    }
  }
}
