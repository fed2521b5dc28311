package dev.athanor.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.athanor.api.CrdSchema;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The YAML in the documentation and the examples, held against the CRD and the models of
 * Kubernetes.
 */
class DocumentedYamlTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();

  /** Nobody's models are at hand here; what is written of them was looked up. */
  private static final Set<String> OTHERS =
      Set.of(
          "postgresql.cnpg.io/Cluster",
          "postgresql.cnpg.io/Pooler",
          "external-secrets.io/ExternalSecret",
          "argoproj.io/Application",
          "argoproj.io/ApplicationSet",
          "argoproj.io/AppProject",
          "kustomize.toolkit.fluxcd.io/Kustomization",
          "helm.toolkit.fluxcd.io/HelmRelease",
          "source.toolkit.fluxcd.io/GitRepository",
          "source.toolkit.fluxcd.io/OCIRepository",
          "source.toolkit.fluxcd.io/HelmRepository",
          "kustomize.config.k8s.io/Kustomization",
          "kustomize.config.k8s.io/Component",
          "kind.x-k8s.io/Cluster");

  /** Says no to what a model does not have, where Fabric8's keep it aside. */
  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .setAnnotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return Boolean.FALSE;
                }
              });

  /** One document of a block. */
  record Document(CodeBlock block, JsonNode yaml) {
    String kind() {
      return yaml.path("kind").asText();
    }

    String group() {
      var version = yaml.path("apiVersion").asText();
      return version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    }

    @Override
    public String toString() {
      return block + " " + kind();
    }
  }

  static List<Document> ours() {
    return documents().filter(document -> document.kind().equals("DatabaseMigration")).toList();
  }

  static List<Document> others() {
    return documents()
        .filter(document -> !document.kind().isEmpty())
        .filter(document -> !document.kind().equals("DatabaseMigration"))
        .toList();
  }

  /** Parts of a DatabaseMigration, and containers of a pod that runs Athanor. */
  static List<Document> parts() {
    return documents().filter(document -> document.kind().isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("ours")
  void a_migration_is_one_that_the_api_server_takes(Document document) {
    assertThat(document.group()).isEqualTo("athanor.dev");
    assertThat(CrdSchema.strictViolations(document.yaml())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("others")
  void another_object_has_only_fields_that_its_kind_has(Document document) {
    if (OTHERS.contains(document.group() + "/" + document.kind())) {
      return;
    }
    var model = model(document.yaml());
    assertThatCode(() -> STRICT.treeToValue(document.yaml(), model)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("parts")
  void a_part_of_a_migration_or_a_pod_has_only_fields_that_there_are(Document document)
      throws JsonProcessingException {
    var yaml = document.yaml();
    if (yaml.path("spec").has("database")
        || yaml.path("spec").has("revisions")
        || yaml.path("spec").has("job")) {
      assertThat(CrdSchema.strictViolations(yaml))
          .allMatch(violation -> violation.contains("required property"));
    } else if (yaml.has("initContainers") || yaml.has("containers")) {
      assertThat(STRICT.treeToValue(yaml, PodSpec.class)).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("ours")
  void a_patch_of_the_pod_is_one_of_a_pod(Document document) {
    var patch = document.yaml().at("/spec/job/podTemplate");

    assertThatCode(() -> STRICT.treeToValue(patch, PodTemplateSpec.class))
        .doesNotThrowAnyException();
  }

  @Test
  void there_is_yaml_of_each_sort_to_look_at() {
    assertThat(ours()).isNotEmpty();
    assertThat(others()).isNotEmpty();
    assertThat(parts()).isNotEmpty();
  }

  @Test
  void a_field_that_is_misspelt_would_be_noticed() throws JsonProcessingException {
    var migration =
        YAML.readTree(
            """
            apiVersion: athanor.dev/v1alpha1
            kind: DatabaseMigration
            metadata: {name: orders}
            spec:
              database: {secretRef: {name: orders}, shema: shop}
              revisions: {configMaps: [{name: orders}]}
            """);
    var pod = YAML.readTree("{apiVersion: v1, kind: Pod, spec: {container: []}}");

    assertThat(CrdSchema.strictViolations(migration))
        .singleElement()
        .asString()
        .contains("'shema'");
    assertThatCode(() -> STRICT.treeToValue(pod, model(pod))).hasMessageContaining("\"container\"");
  }

  private static Class<? extends KubernetesResource> model(JsonNode yaml) {
    return KUBERNETES.unmarshal(yaml.toString(), KubernetesResource.class).getClass();
  }

  private static Stream<Document> documents() {
    return Stream.concat(
            Page.all().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(DocumentedYamlTest::isYaml),
            examples())
        .flatMap(block -> block.yaml().stream().map(yaml -> new Document(block, yaml)));
  }

  private static boolean isYaml(CodeBlock block) {
    return block.language().equals("yaml")
        || (block.language().isEmpty() && block.text().startsWith("apiVersion:"));
  }

  private static Stream<CodeBlock> examples() {
    try (var files = Files.walk(Path.of("examples"))) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .map(file -> new CodeBlock(file, 1, "yaml", text(file)))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
