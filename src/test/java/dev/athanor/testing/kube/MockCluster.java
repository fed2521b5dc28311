package dev.athanor.testing.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Kubernetes API server in this process, kept in memory, true to the real one in what an operator
 * leans on: server-side apply, patches, generations, the status subresource, stale versions,
 * finalizers, garbage collection, selectors, watches, and a custom resource's schema with its
 * defaults. It allows everything, runs no CEL, and starts in milliseconds.
 *
 * <p>Fabric8's own mock server refuses server-side apply, among much else, so JOSDK's production
 * settings could not be tested on it.
 */
public final class MockCluster implements AutoCloseable {
  static {
    // read once by the JDK's server: without the first, every answer waits for the client's
    // delayed acknowledgement; without the second, a quiet watch's connection is reaped
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
  }

  private final ObjectStore store = new ObjectStore();
  private final ResourceTypes types = new ResourceTypes();
  private final Deletion deletion = new Deletion(store);
  private final ObjectWriter writer = new ObjectWriter(store, types, deletion);
  private final RequestLog log = new RequestLog();
  private final List<KubernetesClient> clients = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private final KubernetesClient client;
  private volatile PodLogs podLogs = (namespace, pod) -> "";

  private MockCluster() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        new ApiServer(
            store, types, writer, deletion, log, (namespace, pod) -> podLogs.log(namespace, pod)));
    server.setExecutor(threads);
    server.start();
    client = client("test");
  }

  /** A cluster that knows Athanor's CRDs, where the build has generated them. */
  public static MockCluster start() {
    try {
      var cluster = new MockCluster();
      for (var file : generatedCrds()) {
        cluster.registerCrd(Files.readString(file));
      }
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> generatedCrds() throws IOException {
    for (var folder : List.of(Path.of("target/classes/META-INF/fabric8"), Path.of("crds"))) {
      if (Files.isDirectory(folder)) {
        try (var files = Files.list(folder)) {
          var crds = files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().toList();
          if (!crds.isEmpty()) {
            return crds;
          }
        }
      }
    }
    return List.of();
  }

  /** Creates the CustomResourceDefinition in this YAML. */
  public void registerCrd(String yaml) {
    var crd = (ObjectNode) Json.read(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    var path = new ApiPath("apiextensions.k8s.io", "v1", "customresourcedefinitions", "", "", "");
    writer.create(types.find(path), "", crd);
  }

  /** The client of the test itself, in namespace {@code default}; closed with the cluster. */
  public KubernetesClient client() {
    return client;
  }

  /** Another client, told from the rest by its User-Agent in {@link #writes()}. */
  public KubernetesClient client(String userAgent) {
    var config =
        new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
            .withMasterUrl(url())
            .withNamespace("default")
            .withUserAgent(userAgent)
            .withOnlyHttpWatches(true)
            .withHttp2Disable(true)
            .withRequestRetryBackoffLimit(0)
            .withWatchReconnectInterval(50)
            .build();
    var made = new KubernetesClientBuilder().withConfig(config).build();
    synchronized (clients) {
      clients.add(made);
    }
    return made;
  }

  /** Where the API is served, plain HTTP, without credentials. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  /** All writes that clients asked for since the start or {@link #forgetWrites()}, in order. */
  public List<ApiWrite> writes() {
    return log.writes();
  }

  /** The writes with this verb to this resource, e.g. {@code patch} and {@code jobs/status}. */
  public List<ApiWrite> writes(String verb, String resource) {
    return log.writes().stream()
        .filter(write -> write.verb().equals(verb) && write.resource().equals(resource))
        .toList();
  }

  /** The writes of one client, by its User-Agent, leases left out: they say nothing of work. */
  public List<ApiWrite> writesBy(String userAgent) {
    return log.writes().stream()
        .filter(write -> write.agent().equals(userAgent) && !write.resource().equals("leases"))
        .toList();
  }

  /** Starts counting afresh. */
  public void forgetWrites() {
    log.clear();
  }

  /**
   * Lets the next requests fail.
   *
   * @param verb as RBAC has it (get, list, watch, create, …), or {@code *}
   * @param resource plural with subresource, or {@code *}
   * @param code HTTP status: 409, 429, 500 …
   */
  public void failNext(int times, String verb, String resource, int code) {
    log.fail(times, verb, resource, code);
  }

  /** The first try of every write of the client {@code operator} fails: a 409 for each, say. */
  public void failFirstOfEach(int code) {
    log.failFirstOfEach(code);
  }

  /**
   * Cuts a client off after so many more writes, as if its process or its network had died.
   *
   * @param answered whether the client still learns that the last of them was carried out
   */
  public void cut(String userAgent, int writes, boolean answered) {
    log.cut(userAgent, writes, answered);
    if (writes == 0) {
      store.closeWatches();
    }
  }

  /** Whether the client is cut off by now. */
  public boolean isCut(String userAgent) {
    return log.isCut(userAgent);
  }

  /** Lets the client back in. */
  public void mend(String userAgent) {
    log.mend(userAgent);
  }

  /**
   * What a client has asked for since the start: {@code list /pods}, {@code patch batch/jobs}, …
   */
  public Set<String> calls(String userAgent) {
    return log.calls(userAgent);
  }

  /** What was ordered by {@link #failNext} and has not happened yet does not happen. */
  public void forgiveFaults() {
    log.forgiveFaults();
  }

  /** Faults ordered that have hit nothing yet. */
  public int faultsLeft() {
    return log.faultsLeft();
  }

  /** Cuts every watch, as a restart of the API server does; clients come back by themselves. */
  public void dropWatches() {
    store.closeWatches();
  }

  /** Who answers for {@code pods/log}. */
  public void serveLogs(PodLogs source) {
    podLogs = source;
  }

  @Override
  public void close() {
    synchronized (clients) {
      clients.forEach(KubernetesClient::close);
    }
    store.closeWatches();
    server.stop(0);
    threads.shutdownNow();
  }
}
