import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A kube-apiserver with what `operator/` brings into a cluster. */
class Cluster {
  final Path folder;
  final KubeAPIServer server;
  final KubernetesClient client;
  final Audit audit;
  final List<Operator> started = new ArrayList<>();

  Cluster(Path folder) throws Exception {
    this.folder = folder;
    this.audit = new Audit(folder.resolve("audit.log"));
    var policy =
        Files.writeString(
            folder.resolve("audit.yaml"),
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived, ResponseStarted]
            rules:
              - level: Metadata
                users: ["%s"]
              - level: None
            """
                .formatted(Scale.ACCOUNT));
    server =
        new KubeAPIServer(
            new KubeAPIServerConfigBuilder()
                .withTestDir(System.getenv("KUBE_API_TEST_DIR"))
                .withOfflineMode(true)
                .withApiServerFlag("--audit-policy-file", policy.toString())
                .withApiServerFlag("--audit-log-path", audit.log.toString())
                .withApiServerFlag("--audit-log-maxsize", "10000")
                .build());
    server.start();
    // whatever comes in between, Ctrl-C too: nothing is left running
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    try (var manifest = Files.newInputStream(Path.of("operator/install.yaml"))) {
      client.load(manifest).items().forEach(item -> client.resource(item).create());
    }
    Scale.until(this::served, Duration.ofSeconds(30), () -> "the CRD is not served");
    Files.writeString(folder.resolve("kubeconfig"), kubeConfig());
  }

  boolean served() {
    try {
      client.resources(DatabaseMigration.class).inAnyNamespace().list();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  static java.io.InputStream stream(String text) {
    return new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** As the operator's service account, with what the manifests grant it. */
  String kubeConfig() {
    var request =
        new TokenRequestBuilder().withNewSpec().withExpirationSeconds(86_400L).endSpec().build();
    var token =
        client
            .serviceAccounts()
            .inNamespace("athanor-system")
            .withName("athanor-operator")
            .tokenRequest(request)
            .getStatus()
            .getToken();
    var config = client.getConfiguration();
    return """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s", %s}}]
        users: [{name: u, user: {token: "%s"}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
        .formatted(
            config.getMasterUrl(),
            config.getCaCertFile() == null
                ? "insecure-skip-tls-verify: true"
                : "certificate-authority: " + config.getCaCertFile(),
            token);
  }

  /** Returns when it leads and has seen everything once. */
  Operator startOperator() throws Exception {
    var port = freePort();
    var command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:MaxRAM=" + Scale.CONTAINER,
            "-XX:MaxRAMPercentage=" + Scale.HEAP_PERCENT,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.athanor.cli.Athanor",
            "operator",
            "--image=athanor:bench",
            "--leader-election-lease=athanor-operator",
            "--health-port=" + port);
    command.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    command.environment().put("ATHANOR_LOG_FORMAT", "json");
    command.redirectErrorStream(true);
    command.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve("operator.log").toFile()));
    var operator = new Operator(command.start());
    started.add(operator);
    Scale.until(
        () -> leads(port) || !operator.process().isAlive(),
        Duration.ofMinutes(5),
        () -> "the operator does not lead");
    if (!operator.process().isAlive()) {
      throw new IllegalStateException("the operator ended: see " + folder.resolve("operator.log"));
    }
    return operator;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static boolean leads(int port) {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/readyz"));
      return http.send(request.build(), BodyHandlers.ofString()).body().startsWith("leader");
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  void stop() {
    started.forEach(it -> it.process().destroyForcibly());
    server.stop();
  }
}
