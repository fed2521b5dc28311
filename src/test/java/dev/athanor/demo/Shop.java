package dev.athanor.demo;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.athanor.api.DatabaseMigration;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the shop's people do: they apply {@code examples/shop}, and edit it. */
final class Shop {
  private static final Path EXAMPLE = Path.of("examples/shop");

  private final KubernetesClient client;
  private final Map<String, String> revisions = new TreeMap<>();

  Shop(KubernetesClient client) {
    this.client = client;
  }

  /** The Secret of the example; a value of it is asked for by its key. */
  static Secret secret() {
    return Serialization.unmarshal(read("secret.yaml"), Secret.class);
  }

  /** Applies the Secret, with the one thing that is of this machine: where the server is. */
  void applySecret(String host, int port) {
    var secret = secret();
    secret.getStringData().put("host", host);
    secret.getStringData().put("port", Integer.toString(port));
    apply(secret);
  }

  /** Applies the ConfigMap that kustomize makes of the example's revision files. */
  void applyRevisions() {
    for (var file : kustomization().configMapGenerator().getFirst().files()) {
      revisions.put(Path.of(file).getFileName().toString(), read(file));
    }
    applyConfigMap();
  }

  /** Adds a revision file, or changes it, and applies the ConfigMap. */
  void addRevision(String name, String text) {
    revisions.put(name, text);
    applyConfigMap();
  }

  List<String> revisionFiles() {
    return List.copyOf(revisions.keySet());
  }

  private void applyConfigMap() {
    apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(kustomization().configMapGenerator().getFirst().name())
            .endMetadata()
            .withData(revisions)
            .build());
  }

  void applyResource() {
    apply(Serialization.unmarshal(read("databasemigration.yaml"), DatabaseMigration.class));
  }

  /** {@code kubectl patch dbm shop --type merge -p …}. */
  void ask(String operation, String target) {
    var patch = "{\"spec\":{\"operation\":\"%s\",\"target\":\"%s\"}}".formatted(operation, target);
    client
        .resources(DatabaseMigration.class)
        .withName("shop")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  DatabaseMigration resource() {
    return Objects.requireNonNull(
        client.resources(DatabaseMigration.class).withName("shop").get(), "dbm shop");
  }

  private void apply(HasMetadata object) {
    client.resource(object).forceConflicts().serverSideApply();
  }

  private record Generator(String name, List<String> files) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Kustomization(List<Generator> configMapGenerator) {}

  private static Kustomization kustomization() {
    return Serialization.unmarshal(read("kustomization.yaml"), Kustomization.class);
  }

  private static String read(String file) {
    try {
      return Files.readString(EXAMPLE.resolve(file));
    } catch (IOException e) {
      throw new DemoFailure("run it from the project's folder: cannot read " + e.getMessage());
    }
  }

  /** A revision that the shop comes up with later. */
  static String later(String name) {
    try (var file = Shop.class.getResourceAsStream("/demo/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DemoFailure("cannot read " + name + ": " + e.getMessage());
    }
  }
}
