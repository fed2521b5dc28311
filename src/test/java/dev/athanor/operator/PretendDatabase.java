package dev.athanor.operator;

import dev.athanor.api.ErrorDetail;
import dev.athanor.api.OperationResult;
import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.error.AthanorException;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Planner;
import dev.athanor.testing.kube.ScriptedKubelet.Result;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A version table, and the program that moves it, as far as the operator can tell the two apart.
 */
final class PretendDatabase implements Function<Job, Result> {
  private final KubernetesClient client;
  private final Map<String, List<String>> resolved = new HashMap<>();
  private final Deque<Result> next = new ArrayDeque<>();
  private List<String> rows = List.of();

  PretendDatabase(KubernetesClient client) {
    this.client = client;
  }

  /** The next pod ends like this, whatever it should have done. */
  synchronized void next(Result result) {
    next.add(result);
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

  /** What the program would do for this Job. */
  synchronized Result run(Job job) {
    var args = job.getSpec().getTemplate().getSpec().getContainers().getFirst().getArgs();
    var operation = args.get(0);
    var targets = new ArrayList<>(args.subList(1, args.indexOf("--revisions")));
    var result =
        OperationResult.builder(operation)
            .startedAt(Instant.parse("2026-11-23T12:00:00Z"))
            .completedAt(Instant.parse("2026-11-23T12:00:01Z"))
            .from(rows)
            .digest(value(args, "--expect-digest"))
            .database("PostgreSQL", "17.11", "postgresql:7/orders", "public.athanor_version");
    try {
      var set = set(job);
      if (!set.digest().equals(value(args, "--expect-digest"))) {
        throw new AthanorException(
            dev.athanor.error.Reason.SOURCE_CHANGED, "the mounted set is another one");
      }
      var plan = plan(new Planner(set.graph()), operation, targets, args);
      rows = plan.rowsAfter();
      result
          .target(String.join(" ", targets), plan.targets())
          .steps(plan.steps().size(), plan.steps().size())
          .to(rows)
          .current(rows);
      return Result.exit(0, result.build().toTerminationMessage());
    } catch (AthanorException e) {
      result.current(rows).error(ErrorDetail.of(e));
      return Result.exit(e.reason().exitCode(), result.build().toTerminationMessage());
    }
  }

  private Plan plan(Planner planner, String operation, List<String> targets, List<String> args) {
    var target = targets.getFirst();
    if (args.contains("--operation-id")) {
      var id = value(args, "--operation-id");
      if (resolved.containsKey(id)) {
        return planner.stamp(rows, resolved.get(id), false);
      }
      var plan = first(planner, operation, targets, target);
      resolved.put(id, plan.rowsAfter());
      return plan;
    }
    return first(planner, operation, targets, target);
  }

  private Plan first(Planner planner, String operation, List<String> targets, String target) {
    return switch (operation) {
      case "downgrade" -> planner.downgrade(rows, target);
      case "stamp" -> planner.stamp(rows, targets, false);
      default -> planner.upgrade(rows, target);
    };
  }

  private RevisionSet set(Job job) {
    var namespace = job.getMetadata().getNamespace();
    return RevisionSet.of(
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
    return args.get(args.indexOf(option) + 1);
  }
}
