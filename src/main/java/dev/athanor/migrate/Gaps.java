package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.Archive;
import dev.athanor.database.RowOrigins;
import dev.athanor.database.Session;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import dev.athanor.revision.RevisionGraph;
import dev.athanor.revision.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds revisions that the version rows imply and that never ran here: they were put behind others
 * that were applied already. Whoever else wrote rows is taken to have run all that these imply.
 */
final class Gaps {
  private final RevisionSet set;
  private final Optional<Session> session;

  private Gaps(RevisionSet set, Optional<Session> session) {
    this.set = set;
    this.session = session;
  }

  /** As the journal and the archive of a database know it. */
  static Gaps in(Session session, RevisionSet set) {
    return new Gaps(set, Optional.of(session));
  }

  /** Without a database nothing is known of what ran. */
  static Gaps unknown(RevisionSet set) {
    return new Gaps(set, Optional.empty());
  }

  /** The gaps below these rows, in load order; rows that the set does not have say nothing. */
  List<String> below(List<String> rows) {
    if (session.isEmpty() || rows.isEmpty()) {
      return List.of();
    }
    var graph = set.graph();
    var gaps = new LinkedHashSet<>(graph.applied(rows.stream().filter(graph::contains).toList()));
    var archived =
        new Archive(session.get(), session.get().tables().archive()).checksums().keySet();
    if (archived.isEmpty()) {
      return List.of();
    }
    gaps.removeAll(archived);
    if (gaps.isEmpty()) {
      return List.of();
    }
    var origins = new RowOrigins(session.get(), session.get().tables());
    gaps.removeAll(origins.ran());
    gaps.removeAll(adopted(graph, origins.foreign(rows), gaps));
    return List.copyOf(gaps);
  }

  /** What a row implies that the set has no more cannot be told: then nothing is called a gap. */
  private Set<String> adopted(RevisionGraph graph, Set<String> foreign, Set<String> all) {
    var known = new ArrayList<String>();
    for (var row : foreign) {
      var there =
          graph.contains(row)
              ? Optional.of(row)
              : set.replacing(row).map(file -> file.revision().id());
      if (there.isEmpty()) {
        return Set.copyOf(all);
      }
      known.add(there.get());
    }
    return graph.applied(known);
  }

  /** The plan of an upgrade: refused over a gap below its target, or with the gaps' steps first. */
  Plan filled(Plan plan, boolean allowed) {
    refuseTakingBack(plan);
    var wanted = set.graph().applied(plan.targets());
    var gaps = below(plan.current()).stream().filter(wanted::contains).toList();
    if (gaps.isEmpty()) {
      return plan;
    }
    if (!allowed) {
      throw refused(set, gaps, plan.current());
    }
    var steps = new ArrayList<Step>(new Planner(set.graph()).inPlace(plan.current(), gaps));
    steps.addAll(plan.steps());
    return new Plan(plan.operation(), plan.current(), plan.expression(), plan.targets(), steps);
  }

  /** Refuses to take back what never ran. */
  void refuseTakingBack(Plan plan) {
    var taken =
        plan.steps().stream()
            .filter(step -> step.direction() == Operation.DOWNGRADE)
            .flatMap(step -> step.revision().stream())
            .toList();
    if (taken.isEmpty()) {
      return;
    }
    var gaps = below(plan.current()).stream().filter(taken::contains).toList();
    if (!gaps.isEmpty()) {
      throw refused(set, gaps, plan.current());
    }
  }

  static AthanorException refused(RevisionSet set, List<String> gaps, List<String> rows) {
    var named =
        gaps.stream()
            .limit(5)
            .map(id -> id + set.file(id).map(file -> " (" + file.origin() + ")").orElse(""))
            .toList();
    var first = gaps.getFirst();
    var error =
        new AthanorException(
                Reason.REVISION_GAP,
                "Never run here, though what was applied stands on it: %s%s. It was put behind revisions that had run already. Nothing was run. Put it on top of the head instead (its down-revision), run it now with `upgrade --allow-gaps`, or, if somebody has run it by hand, say so with `stamp --purge %s`."
                    .formatted(
                        String.join(", ", named),
                        gaps.size() > 5 ? " and %d more".formatted(gaps.size() - 5) : "",
                        String.join(" ", rows)))
            .inRevision(first);
    return set.file(first).map(file -> error.at(file.origin(), 0)).orElse(error);
  }
}
