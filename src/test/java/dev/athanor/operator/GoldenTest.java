package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.changelog.Source;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What a cluster looks like, {@code in-*.yaml}, and what is made of it, {@code out-*.yaml}: the
 * decision, the status, and the Job if there is to be one. Written anew with {@code
 * -Dgolden.update=true}; read the difference before committing it.
 */
class GoldenTest {
  private static final Path FILES = Path.of("src/test/resources/operator");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final OperatorSettings SETTINGS =
      OperatorSettings.of("registry.example/athanor:1", Clock.systemUTC());

  static {
    YAML.registerKubernetesResource(DatabaseMigration.class);
  }

  @TestFactory
  Stream<DynamicTest> what_comes_of() throws IOException {
    try (var files = Files.list(FILES)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("in-"))
          .sorted()
          .map(
              file ->
                  DynamicTest.dynamicTest(
                      file.getFileName().toString().replaceFirst("in-(.*)\\.yaml", "$1"),
                      () -> compare(file)))
          .toList()
          .stream();
    }
  }

  private static void compare(Path in) throws IOException {
    var out = in.resolveSibling(in.getFileName().toString().replaceFirst("in-", "out-"));
    var actual = YAML.asYaml(outcome(read(in)));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(out, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(out));
  }

  private static List<HasMetadata> read(Path file) throws IOException {
    var objects = new ArrayList<HasMetadata>();
    for (var document : Files.readString(file).split("(?m)^---$", -1)) {
      objects.add(YAML.unmarshal(document));
    }
    return objects;
  }

  private static <T> List<T> only(Class<T> type, List<HasMetadata> objects) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static Map<String, Object> outcome(List<HasMetadata> objects) {
    var resource = only(DatabaseMigration.class, objects).getFirst();
    var observed = Observed.of(resource, source(resource, objects), jobs(objects), NOW);
    var decision = Decide.decide(observed);
    while (decision instanceof Decision.ReadResult(var job)) {
      observed = observed.with(ResultReading.into(observed, job));
      decision = Decide.decide(observed);
    }
    var status = StatusOf.decision(observed, decision);
    resource.setStatus(status);
    KStatus.check(resource);
    assertThat(
            StatusOf.decision(
                Observed.of(resource, observed.source(), jobs(objects), NOW.plusSeconds(1)),
                decision))
        .as("said once, it is not said differently")
        .isEqualTo(status);
    var outcome = new LinkedHashMap<String, Object>();
    outcome.put("decision", decision.getClass().getSimpleName());
    outcome.put("status", KStatus.json(status));
    if (decision instanceof Decision.Run run) {
      outcome.put(
          "job",
          YAML.convertValue(JobBuilder.build(resource, run.attempt(), SETTINGS), JsonNode.class));
    }
    return outcome;
  }

  private static SourceState source(DatabaseMigration resource, List<HasMetadata> objects) {
    var sources = new ArrayList<Source>();
    for (var name : resource.getSpec().revisions().names()) {
      var configMap =
          only(ConfigMap.class, objects).stream()
              .filter(it -> it.getMetadata().getName().equals(name))
              .findFirst();
      if (configMap.isEmpty()) {
        return new SourceState.Missing("ConfigMap " + name + " does not exist yet");
      }
      sources.add(
          Source.configMap(
              resource.getMetadata().getNamespace(),
              name,
              JobBuilder.orEmpty(configMap.get().getData()),
              JobBuilder.orEmpty(configMap.get().getBinaryData())));
    }
    return Sources.read(resource.getSpec().revisions().names(), sources);
  }

  private static List<JobView> jobs(List<HasMetadata> objects) {
    var warnings =
        only(Event.class, objects).stream()
            .map(it -> new JobReader.Warning(it.getReason(), it.getMessage()))
            .toList();
    return only(Job.class, objects).stream()
        .map(job -> JobReader.read(job, podsOf(job, objects), warnings))
        .toList();
  }

  private static List<Pod> podsOf(Job job, List<HasMetadata> objects) {
    return only(Pod.class, objects).stream()
        .filter(
            pod ->
                job.getMetadata()
                    .getName()
                    .equals(pod.getMetadata().getLabels().get(Names.JOB_NAME)))
        .toList();
  }
}
