package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.testing.kube.MockCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of its own writes, with the settings that are shipped. */
class OperatorLogTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void as_json_the_log_is_an_object_a_line_and_says_only_what_is_ours() throws Exception {
    var log = folder.resolve("log");
    try (var cluster = MockCluster.start()) {
      var process = operator(cluster, log);
      try {
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> lines(log).stream().anyMatch(it -> it.contains("The operator watches")));
        // the server ends each watch now and then
        cluster.dropWatches();
        await().during(Duration.ofSeconds(2)).until(process::isAlive);
      } finally {
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }

    assertThat(lines(log))
        .allSatisfy(
            line -> assertThat(JSON.readTree(line).path("level").asText()).isEqualTo("INFO"))
        .anyMatch(line -> line.contains("The operator watches all namespaces"))
        .anyMatch(line -> line.contains("The operator stops"));
  }

  private Process operator(MockCluster cluster, Path log) throws IOException {
    var kubeConfig =
        Files.writeString(
            folder.resolve("config"),
            KubectlTest.kubeConfig(cluster.client().getMasterUrl().toString()));
    var java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.athanor.cli.Athanor",
                "operator",
                "--image=athanor",
                "--health-port=-1")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    java.environment().put("KUBECONFIG", kubeConfig.toString());
    java.environment().put("ATHANOR_LOG_FORMAT", "json");
    return java.start();
  }

  private static List<String> lines(Path log) throws IOException {
    return Files.exists(log) ? Files.readAllLines(log) : List.of();
  }
}
