package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.athanor.cli.Athanor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.RestoreSystemProperties;

/** {@code athanor operator} where it cannot begin: it says why, and ends. */
@RestoreSystemProperties
class OperatorStartTest {
  @TempDir private Path folder;
  private final HttpServer api;

  OperatorStartTest() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @AfterEach
  void stop() {
    api.stop(0);
  }

  /** An API server that answers every request alike. */
  private void answers(int code, String type, String body) {
    api.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    api.start();
  }

  private record Run(int exitCode, String err) {}

  private Run operator(int port, String... more) throws IOException {
    var kubeConfig = folder.resolve("config");
    Files.writeString(kubeConfig, KubectlTest.kubeConfig("http://localhost:" + port));
    System.setProperty("kubeconfig", kubeConfig.toString());
    System.setProperty("kubernetes.request.retry.backoffLimit", "0");
    var err = new StringWriter();
    var args = new ArrayList<>(List.of("operator", "--image", "athanor"));
    args.addAll(List.of(more));
    var code =
        Athanor.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err), args.toArray(String[]::new));
    return new Run(code, err.toString());
  }

  @Test
  void no_api_server_is_said() throws IOException {
    var run = operator(1, "--health-port=-1");

    assertThat(run.exitCode()).isEqualTo(25);
    assertThat(run.err()).contains("ClusterUnreachable", "kubeconfig").doesNotContain("report it");
  }

  @Test
  void a_missing_definition_is_said() throws IOException {
    answers(404, "text/plain; charset=utf-8", "404 page not found\n");

    var run = operator(api.getAddress().getPort(), "--health-port=-1");

    assertThat(run.exitCode()).isEqualTo(16);
    assertThat(run.err()).contains("ClusterRefused", "CustomResourceDefinition");
  }

  @Test
  void a_missing_right_is_said_in_the_words_of_the_api_server() throws IOException {
    answers(
        403,
        "application/json",
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden",
         "code": 403, "message": "databasemigrations.athanor.dev is forbidden: no"}
        """);

    var run = operator(api.getAddress().getPort(), "--health-port=-1");

    assertThat(run.exitCode()).isEqualTo(16);
    assertThat(run.err()).contains("ClusterRefused", "403", "is forbidden: no");
  }

  @Test
  void a_health_port_in_use_is_said_with_its_option() throws IOException {
    try (var busy = new ServerSocket(0)) {
      var run = operator(1, "--health-port=" + busy.getLocalPort());

      assertThat(run.exitCode()).isEqualTo(17);
      assertThat(run.err()).contains("--health-port", String.valueOf(busy.getLocalPort()));
    }
  }
}
