package dev.athanor.migrate;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.database.JournalEntry;
import dev.athanor.database.Session;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import dev.athanor.revision.RevisionGraph;
import dev.athanor.revision.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plan for a request, with the archive's revisions where the database is at some that the set
 * no longer has.
 */
final class Planning {
  private final RevisionSet set;
  private final KnownRevisions known;
  private final Gaps gaps;
  private final Footing footing;

  private Planning(RevisionSet set, ArchivedFiles archive, Gaps gaps, Footing footing) {
    this.set = set;
    this.known = new KnownRevisions(set, archive);
    this.gaps = gaps;
    this.footing = footing;
  }

  /** Plans for the session's database. */
  static Planning on(Session session, RevisionSet set, ArchivedFiles archive) {
    return new Planning(set, archive, Gaps.in(session, set), Footing.of(session));
  }

  /** Plans with no database at hand. */
  static Planning offline(RevisionSet set) {
    return new Planning(set, ArchivedFiles.none(), Gaps.unknown(set), Footing.none());
  }

  /** The plan from these rows. */
  Plan plan(List<String> rows, Request request) {
    return switch (request.operation()) {
      case UPGRADE ->
          gaps.filled(
              rows.isEmpty() ? first(request) : upgrade(rows, request), request.allowGaps());
      case DOWNGRADE -> {
        var plan =
            new Planner(known.archived(known.unknown(rows)) ? known.graphFor(rows) : set.graph())
                .downgrade(rows, single(request));
        gaps.refuseTakingBack(plan);
        yield plan;
      }
      case STAMP -> new Planner(set.graph()).stamp(rows, request.targets(), request.purge());
    };
  }

  /** A plan from nothing, unless there are tables: then it begins at the baseline. */
  private Plan first(Request request) {
    var terms = request.terms();
    var strangers =
        terms.baseline().isPresent() || terms.onNotEmpty() == OnNotEmpty.FAIL
            ? footing.strangers()
            : List.<String>of();
    if (strangers.isEmpty()) {
      return upgrade(List.of(), request);
    }
    if (terms.baseline().isEmpty()) {
      throw Refusal.notVersioned(strangers);
    }
    var stamp = new Planner(set.graph()).stamp(List.of(), List.of(terms.baseline().get()), false);
    var rest = upgrade(stamp.rowsAfter(), request);
    var steps = new ArrayList<>(stamp.steps());
    steps.addAll(rest.steps());
    return with(rest, List.of(), steps);
  }

  /** What an approval of the plan names. */
  String hash(Plan plan) {
    return set.planHash(plan, known::archivedChecksum);
  }

  /**
   * Throws unless the plan is the approved one, or what is left of it.
   *
   * @param recorded the operation that began it, if one did
   */
  void requireApproval(Plan plan, Optional<JournalEntry> recorded, Request request) {
    var approved = request.terms().approvedPlan();
    if (approved.isEmpty() || plan.steps().isEmpty()) {
      return;
    }
    var whole = recorded.isEmpty() ? Optional.of(plan) : again(recorded.get(), request);
    if (!hash(plan).equals(approved.get())
        && whole.filter(it -> hash(it).equals(approved.get()) && endsWith(it, plan)).isEmpty()) {
      throw Refusal.planChanged(approved.get(), hash(plan));
    }
  }

  private static boolean endsWith(Plan whole, Plan rest) {
    var all = whole.steps().size();
    var left = rest.steps().size();
    return left <= all && whole.steps().subList(all - left, all).equals(rest.steps());
  }

  /** The plan that an operation began with; empty where it cannot be made any more. */
  private Optional<Plan> again(JournalEntry recorded, Request request) {
    try {
      return Optional.of(plan(recorded.from(), request));
    } catch (AthanorException otherSetByNow) {
      return Optional.empty();
    }
  }

  private static String single(Request request) {
    if (request.targets().size() != 1) {
      throw new AthanorException(
          Reason.INVALID_USAGE,
          "%s takes one target, and %d were given"
              .formatted(request.operation().id(), request.targets().size()));
    }
    return request.targets().getFirst();
  }

  /** What is left of an operation that happens once: nothing when it is done. */
  Plan rest(JournalEntry recorded, List<String> rows, Request request) {
    return recorded.outcome() == JournalEntry.State.DONE
        ? new Plan(request.operation(), rows, request.expression(), recorded.targets(), List.of())
        : resume(recorded, rows, request);
  }

  /** The rest of an operation whose target was resolved once and for all. */
  Plan resume(JournalEntry recorded, List<String> rows, Request request) {
    return asRecorded(recorded, rows, request).orElseGet(() -> toRecorded(recorded, rows, request));
  }

  /** The same plan again, from the step that the database has got to. */
  private Optional<Plan> asRecorded(JournalEntry recorded, List<String> rows, Request request) {
    var planned = again(recorded, request);
    if (planned.isEmpty()) {
      return Optional.empty();
    }
    var whole = planned.get();
    if (!Set.copyOf(whole.targets()).equals(Set.copyOf(recorded.targets()))) {
      return Optional.empty();
    }
    int done = rows.equals(sorted(recorded.from())) ? 0 : -1;
    // a gap that was filled is none any more: those that are still planned are still to do
    var left =
        new ArrayList<>(whole.steps().stream().filter(step -> step.changes().isEmpty()).toList());
    var moves = whole.steps().stream().filter(step -> !step.changes().isEmpty()).toList();
    for (int i = 0; i < moves.size(); i++) {
      if (moves.get(i).rowsAfter().equals(rows)) {
        done = i + 1;
      }
    }
    if (done < 0) {
      return Optional.empty();
    }
    left.addAll(moves.subList(done, moves.size()));
    return Optional.of(with(whole, rows, left));
  }

  private static List<String> sorted(List<String> rows) {
    return rows.stream().sorted().toList();
  }

  /** The set or the rows are others by now: on to the recorded target from where we are. */
  private Plan toRecorded(JournalEntry recorded, List<String> rows, Request request) {
    return switch (request.operation()) {
      case DOWNGRADE ->
          new Planner(known.graphFor(rows))
              .downgrade(rows, recorded.targets().stream().findFirst().orElse("base"));
      case STAMP ->
          new Planner(set.graph())
              .stamp(
                  rows,
                  recorded.targets().isEmpty() ? List.of("base") : recorded.targets(),
                  request.purge());
      case UPGRADE -> {
        var planner = new Planner(set.graph());
        var steps = new ArrayList<Step>();
        var now = rows;
        for (var target : recorded.targets()) {
          var part = planner.upgrade(now, target);
          steps.addAll(part.steps());
          now = part.rowsAfter();
        }
        yield gaps.filled(
            new Plan(Operation.UPGRADE, rows, request.expression(), recorded.targets(), steps),
            request.allowGaps());
      }
    };
  }

  private Plan upgrade(List<String> rows, Request request) {
    var target = single(request);
    var policy = request.downgradePolicy();
    var unknown = known.unknown(rows);
    if (unknown.isEmpty() || !known.archived(unknown)) {
      var plan = new Planner(set.graph()).upgrade(rows, target);
      return plan.steps().isEmpty() && policy.isPresent()
          ? with(plan, rows, back(plan, rows, request))
          : plan;
    }
    var graph = known.graphFor(rows);
    var extra = new LinkedHashSet<>(graph.applied(rows));
    extra.removeIf(set.graph()::contains);
    if (policy.isEmpty()) {
      throw new AthanorException(
          Reason.UNKNOWN_REVISION,
          "The database is at %s, which the revision set does not have; the database's archive does. If another project keeps that version table, name one of your own with --version-table. Else take it back with `downgrade`, or let this upgrade do so with --downgrade-policy Allow."
              .formatted(String.join(", ", unknown)));
    }
    var steps = new ArrayList<>(new Retreat(graph, rows).takeBack(extra));
    var rest =
        upgrade(steps.getLast().rowsAfter(), request.withDowngradePolicy(DowngradePolicy.ALLOW));
    var after = new ArrayList<Step>();
    for (var step : rest.steps()) {
      if (step.direction() == Operation.DOWNGRADE) {
        step.revision().ifPresent(extra::add);
      } else {
        after.add(step);
      }
    }
    refuse(request, extra, after);
    steps.addAll(rest.steps());
    return with(rest, rows, steps);
  }

  /** What stands on the targets of a plan that has nothing to do, and so is too much. */
  private List<Step> back(Plan plan, List<String> rows, Request request) {
    var graph = set.graph();
    var applied = graph.applied(rows);
    var wanted = graph.applied(plan.targets());
    var extra = new LinkedHashSet<String>();
    var queue = new ArrayDeque<>(plan.targets());
    var seen = new HashSet<String>();
    while (!queue.isEmpty()) {
      for (var child : dependants(graph, applied, queue.pop())) {
        if (seen.add(child)) {
          queue.add(child);
          if (!wanted.contains(child)) {
            extra.add(child);
          }
        }
      }
    }
    if (extra.isEmpty()) {
      return List.of();
    }
    refuse(request, extra, List.of());
    return new Retreat(graph, rows).takeBack(extra);
  }

  private static List<String> dependants(
      RevisionGraph graph, Collection<String> applied, String id) {
    return applied.stream().filter(other -> graph.parents(other).contains(id)).toList();
  }

  /**
   * Throws where the policy does not let an upgrade go down.
   *
   * @param after the steps that would follow: with any, the set is no earlier state of itself
   */
  private static void refuse(Request request, Set<String> extra, List<Step> after) {
    switch (request.downgradePolicy().orElse(DowngradePolicy.ALLOW)) {
      case ALLOW -> {}
      case FORBID ->
          throw after.isEmpty()
              ? Refusal.behind(request.expression(), extra)
              : Refusal.replaced(extra, after);
      case REQUIRE_APPROVAL -> {
        if (request.terms().approvedPlan().isEmpty()) {
          throw Refusal.notApproved(request.expression(), extra);
        }
      }
    }
  }

  /** The set's graph, with the archive's revisions only if these rows need them. */
  RevisionGraph graphFor(List<String> rows) {
    return known.graphFor(rows);
  }

  private static Plan with(Plan plan, List<String> rows, List<Step> steps) {
    return new Plan(plan.operation(), rows, plan.expression(), plan.targets(), steps);
  }
}
