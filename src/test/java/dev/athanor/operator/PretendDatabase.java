package dev.athanor.operator;

import dev.athanor.api.ErrorDetail;
import dev.athanor.api.Json;
import dev.athanor.api.OperationResult;
import dev.athanor.api.PlanDocument;
import dev.athanor.api.PlanDocument.PlanStep;
import dev.athanor.api.PlanSummary;
import dev.athanor.api.RunTimes;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import dev.athanor.revision.Revision;
import dev.athanor.revision.RevisionGraph;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A version table, and the program that moves it, as far as the operator can tell the two apart.
 */
final class PretendDatabase implements Function<Job, Result> {
  private final KubernetesClient client;
  private final Map<String, List<String>> resolved = new HashMap<>();
  private final Deque<Result> next = new ArrayDeque<>();
  private final Map<String, Revision> archive = new TreeMap<>();
  private final Map<String, String> logs = new HashMap<>();
  private List<String> rows = List.of();
  private String owner = "";
  private int stepsRun;

  PretendDatabase(KubernetesClient client) {
    this.client = client;
  }

  /** The next pod ends like this, whatever it should have done. */
  synchronized void next(Result result) {
    next.add(result);
  }

  /** How many steps have ever been run. */
  synchronized int stepsRun() {
    return stepsRun;
  }

  synchronized List<String> rows() {
    return rows;
  }

  synchronized void rows(String... revisions) {
    rows = List.of(revisions);
  }

  @Override
  public synchronized Result apply(Job job) {
    return next.isEmpty() ? run(job) : next.remove();
  }

  /** A pod that ends with this error. */
  static Result failure(int code, ErrorDetail error) {
    return Result.exit(
        code, OperationResult.builder("upgrade").error(error).build().toTerminationMessage());
  }

  /** What the pod has printed. */
  synchronized String log(String pod) {
    return logs.entrySet().stream()
        .filter(log -> pod.startsWith(log.getKey() + "-"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** What the program would do for this Job. */
  synchronized Result run(Job job) {
    var args = job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
    var planning = args.getFirst().equals("plan");
    var words = args.stream().takeWhile(word -> !word.startsWith("--")).toList();
    var operation = words.get(planning ? 1 : 0);
    var targets = words.subList(planning ? 2 : 1, words.size());
    var result =
        OperationResult.builder(operation)
            .startedAt(Instant.parse("2026-11-23T12:00:00Z"))
            .completedAt(Instant.parse("2026-11-23T12:00:01Z"))
            .from(rows)
            .current(rows)
            .digest(value(args, "--expect-digest"))
            .database("PostgreSQL", "17.11", "postgresql:7/orders", "public.athanor_version");
    try {
      var set = set(job);
      set.graph().revisions().forEach(revision -> archive.put(revision.id(), revision));
      if (args.contains("--expect-digest")
          && !set.digest().equals(value(args, "--expect-digest"))) {
        throw new AthanorException(Reason.SOURCE_CHANGED, "the mounted set is another one");
      }
      var plan = plan(set.graph(), operation, targets, args);
      var hash = set.planHash(plan);
      if (planning) {
        var steps =
            plan.steps().stream()
                .map(step -> PlanStep.of(step, Optional.empty()))
                .map(step -> step.withSql(List.of("-- sql of " + step.revision()), List.of()))
                .toList();
        logs.put(
            job.getMetadata().getName(),
            "a warning\n" + Json.write(PlanDocument.of(plan, hash, steps)) + "\n");
        result.plan(new PlanSummary(hash, plan.steps().size(), 0));
        return Result.exit(0, result.build().toTerminationMessage());
      }
      refuse(plan, hash, args);
      rows = plan.rowsAfter();
      owner = value(args, "--owner");
      stepsRun += plan.steps().size();
      result
          .target(String.join(" ", targets), plan.targets())
          .steps(plan.steps().size(), plan.steps().size())
          .times(new RunTimes(12, 3, plan.steps().stream().map(_ -> 4L).toList()))
          .to(rows)
          .current(rows);
      return Result.exit(0, result.build().toTerminationMessage());
    } catch (AthanorException e) {
      result.current(rows).error(ErrorDetail.of(e));
      return Result.exit(e.reason().exitCode(), result.build().toTerminationMessage());
    }
  }

  private void refuse(Plan plan, String hash, List<String> args) {
    if (!owner.isEmpty()
        && !args.contains("--take-over")
        && !owner.equals(value(args, "--owner"))) {
      throw new AthanorException(Reason.DATABASE_CONFLICT, "it is another's");
    }
    var down = plan.steps().stream().anyMatch(step -> step.direction() == Operation.DOWNGRADE);
    var policy = value(args, "--downgrade-policy");
    if (down && policy.equals("Forbid")) {
      throw new AthanorException(Reason.DOWNGRADE_FORBIDDEN, "it would go down");
    }
    if (args.contains("--approved-plan")) {
      if (!plan.steps().isEmpty() && !hash.equals(value(args, "--approved-plan"))) {
        throw new AthanorException(Reason.PLAN_CHANGED, "it is another plan by now");
      }
    } else if (down && policy.equals("RequireApproval")) {
      throw new AthanorException(Reason.NOT_APPROVED, "it would go down");
    }
  }

  private Plan plan(
      RevisionGraph graph, String operation, List<String> targets, List<String> args) {
    var target = targets.getFirst();
    var id = value(args, "--operation-id");
    if (!id.isEmpty() && resolved.containsKey(id)) {
      return new Planner(graph).stamp(rows, resolved.get(id), false);
    }
    var plan = first(graph, operation, targets, target);
    if (!id.isEmpty() && !args.getFirst().equals("plan")) {
      resolved.put(id, plan.rowsAfter());
    }
    return plan;
  }

  private Plan first(RevisionGraph graph, String operation, List<String> targets, String target) {
    var all = new TreeMap<>(archive);
    graph.revisions().forEach(revision -> all.put(revision.id(), revision));
    var known = RevisionGraph.of(List.copyOf(all.values()));
    return switch (operation) {
      case "downgrade" -> new Planner(known).downgrade(rows, target);
      case "stamp" -> new Planner(graph).stamp(rows, targets, false);
      default ->
          graph.revisions().stream().map(Revision::id).toList().containsAll(rows)
              ? new Planner(graph).upgrade(rows, target)
              : new Planner(known).downgrade(rows, graph.resolve(target).getFirst());
    };
  }

  private RevisionSet set(Job job) {
    var namespace = job.getMetadata().getNamespace();
    return RevisionSet.ofAny(
        job.getSpec().getTemplate().getSpec().getVolumes().stream()
            .filter(volume -> volume.getConfigMap() != null)
            .map(volume -> volume.getConfigMap().getName())
            .map(name -> source(namespace, name))
            .toList());
  }

  private Source source(String namespace, String name) {
    var configMap = client.configMaps().inNamespace(namespace).withName(name).get();
    return Source.configMap(
        namespace,
        name,
        Objects.requireNonNullElse(configMap.getData(), Map.of()),
        Objects.requireNonNullElse(configMap.getBinaryData(), Map.of()));
  }

  static String value(List<String> args, String option) {
    var at = args.indexOf(option);
    return at < 0 ? "" : args.get(at + 1);
  }
}
