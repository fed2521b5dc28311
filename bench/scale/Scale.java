import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What many resources cost: the operator in a process of its own, with its own service account, on
 * a real kube-apiserver whose audit log says what it asks for. Its Jobs' pods end at once. Started
 * by `make bench-scale`.
 */
class Scale {
  static final int RESOURCES = number("RESOURCES", 1000);
  static final int CONFIG_MAPS = number("CONFIGMAPS", 20_000);
  static final int IDLE_SECONDS = number("IDLE", 300);
  static final int NAMESPACES = 20;

  /** The JVM takes it for the memory that there is, and half of that for its heap. */
  static final String CONTAINER = "512m";

  static final int HEAP_PERCENT = 50;

  /** Who the operator is to the API server. */
  static final String ACCOUNT = "system:serviceaccount:athanor-system:athanor-operator";

  public static void main(String... args) throws Exception {
    if (System.getenv("KUBE_API_TEST_DIR") == null) {
      System.err.println(
          "error: make bench-scale needs a real kube-apiserver, and KUBE_API_TEST_DIR does not say where one is: see CONTRIBUTING.md");
      System.exit(2);
    }
    try {
      new Scale(new Cluster(Files.createTempDirectory("athanor-scale"))).run();
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  final Cluster cluster;
  final Set<String> ready = ConcurrentHashMap.newKeySet();

  Scale(Cluster cluster) {
    this.cluster = cluster;
  }

  void run() throws Exception {
    System.out.printf(
        "%d resources in %d namespaces, container %s, heap %d %% of it, %d processors%n",
        RESOURCES, NAMESPACES, CONTAINER, HEAP_PERCENT, Runtime.getRuntime().availableProcessors());
    try (var _ = new Kubelet(cluster.client);
        var _ =
            cluster
                .client
                .resources(DatabaseMigration.class)
                .inAnyNamespace()
                .inform(onReady())) {
      var operator = cluster.startOperator();
      row("nothing to look after: resident", mib(operator.peak()));
      cluster.audit.more();

      apply();
      settled("apply to Ready", operator);

      idle(operator);

      operator = restart(operator, "restart");
      var before = operator.peak();

      unrelated();
      cluster.audit.untilQuiet();
      row("  resident while they were made, peak", mib(operator.peak()));
      operator = restart(operator, "restart beside them");
      row("  grown by", mib(operator.peak() - before));
      operator.stop();
    }
  }

  void apply() throws Exception {
    for (int i = 0; i < NAMESPACES; i++) {
      var namespace = new NamespaceBuilder().withNewMetadata().withName(namespace(i)).endMetadata();
      cluster.client.resource(namespace.build()).create();
    }
    each(RESOURCES, i -> cluster.client.resource(revisions(i)).create());
    var start = System.nanoTime();
    each(RESOURCES, i -> cluster.client.load(Cluster.stream(manifest(i))).create());
    row("all applied after", seconds(start));
    until(() -> ready.size() == RESOURCES, Duration.ofHours(1), () -> ready.size() + " are ready");
    row("all Ready after", seconds(start));
  }

  void settled(String what, Operator operator) throws Exception {
    cluster.audit.untilQuiet();
    table(what, cluster.audit.more());
    row("  resident, peak", mib(operator.peak()));
  }

  void idle(Operator operator) throws Exception {
    operator.forgetPeak();
    var cpu = operator.cpu();
    Thread.sleep(Duration.ofSeconds(IDLE_SECONDS));
    table("idle for %d s".formatted(IDLE_SECONDS), cluster.audit.more());
    row("  CPU", "%d ms".formatted(operator.cpu().minus(cpu).toMillis()));
    row("  resident, peak", mib(operator.peak()));
  }

  Operator restart(Operator operator, String what) throws Exception {
    operator.stop();
    cluster.audit.more();
    var start = Instant.now();
    var again = cluster.startOperator();
    cluster.audit.untilQuiet();
    row(what + ": quiet after", Duration.between(start, cluster.audit.last()).toMillis() + " ms");
    settled(what, again);
    return again;
  }

  void unrelated() throws Exception {
    cluster
        .client
        .resource(new NamespaceBuilder().withNewMetadata().withName("other").endMetadata().build())
        .create();
    var content = "x".repeat(50 << 10);
    each(
        CONFIG_MAPS,
        i ->
            cluster
                .client
                .resource(
                    new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("other-" + i)
                        .withNamespace("other")
                        .endMetadata()
                        .withData(Map.of("content", content))
                        .build())
                .create());
    row("unrelated ConfigMaps of 50 KiB", "" + CONFIG_MAPS);
  }

  static String namespace(int i) {
    return "team-%02d".formatted(i % NAMESPACES);
  }

  static ConfigMap revisions(int i) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("db-%05d-revisions".formatted(i))
        .withNamespace(namespace(i))
        .endMetadata()
        .withData(
            Map.of(
                "a1.sql",
                "-- revision: a1\n\n-- upgrade\nCREATE TABLE t%1$d (id int);\n-- downgrade\nDROP TABLE t%1$d;\n"
                    .formatted(i),
                "b2.sql",
                "-- revision: b2\n-- down-revision: a1\n\n-- upgrade\nCREATE TABLE u (id int);\n-- downgrade\nDROP TABLE u;\n"))
        .build();
  }

  static String manifest(int i) {
    return """
        apiVersion: athanor.dev/v1alpha1
        kind: DatabaseMigration
        metadata:
          name: db-%1$05d
          namespace: %2$s
        spec:
          database:
            secretRef:
              name: db-%1$05d-app
          revisions:
            configMaps:
              - name: db-%1$05d-revisions
        """
        .formatted(i, namespace(i));
  }

  ResourceEventHandler<DatabaseMigration> onReady() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(DatabaseMigration resource) {
        var status = resource.getStatus();
        if (status != null
            && status.conditions().stream()
                .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"))) {
          ready.add(resource.getMetadata().getName());
        }
      }

      @Override
      public void onUpdate(DatabaseMigration before, DatabaseMigration resource) {
        onAdd(resource);
      }

      @Override
      public void onDelete(DatabaseMigration resource, boolean unknown) {}
    };
  }

  /** Does it for 0, 1, …, a few at a time. */
  static void each(int count, IntConsumer work) throws Exception {
    var atOnce = new Semaphore(8);
    var failures = new ArrayList<Throwable>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        var n = i;
        atOnce.acquire();
        threads.execute(
            () -> {
              try {
                work.accept(n);
              } catch (RuntimeException e) {
                synchronized (failures) {
                  failures.add(e);
                }
              } finally {
                atOnce.release();
              }
            });
      }
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(failures.size() + " of " + count + " failed", failures.getFirst());
    }
  }

  static void until(BooleanSupplier done, Duration limit, Supplier<String> state)
      throws InterruptedException {
    var end = System.nanoTime() + limit.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("not in " + limit + ": " + state.get());
      }
      Thread.sleep(100);
    }
  }

  /** Requests by kind; what keeps the lease is told apart, for it does not depend on resources. */
  static void table(String what, List<Request> requests) {
    var lease = requests.stream().filter(Request::lease).count();
    var work = requests.stream().filter(it -> !it.lease()).toList();
    var writes = work.stream().filter(Request::write).count();
    row(what + ": requests", "%d, %.2f a resource".formatted(work.size(), (double) work.size() / RESOURCES));
    row("  of them writes", "%d, %.2f a resource".formatted(writes, (double) writes / RESOURCES));
    work.stream()
        .collect(Collectors.groupingBy(Request::kind, TreeMap::new, Collectors.counting()))
        .forEach((kind, count) -> row("    " + kind, "" + count));
    row("  and for the lease", "" + lease);
  }

  static void row(String what, String value) {
    System.out.printf("%-44s %s%n", what, value);
  }

  static String seconds(long start) {
    return "%.1f s".formatted((System.nanoTime() - start) / 1e9);
  }

  static String mib(long bytes) {
    return "%.0f MiB".formatted(bytes / 1048576.0);
  }

  static int number(String variable, int otherwise) {
    var value = System.getenv(variable);
    return value == null || value.isBlank() ? otherwise : Integer.parseInt(value);
  }
}
