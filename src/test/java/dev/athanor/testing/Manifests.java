package dev.athanor.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The objects of a manifest, read strictly: a field that Kubernetes does not have is an error. */
public record Manifests(List<HasMetadata> objects) {
  private static final Path INSTALL = Path.of("operator/install.yaml");
  private static final Pattern SEPARATOR = Pattern.compile("(?m)^---$");
  private static final Pattern CONTENT = Pattern.compile("(?m)^[^#\\s]");
  private static final KubernetesSerialization KINDS = new KubernetesSerialization();
  private static final ObjectMapper STRICT = strict();

  /** What everybody gets who installs the operator as it is. */
  public static Manifests install() throws IOException {
    return parse(Files.readString(INSTALL));
  }

  /**
   * The documents of a YAML text.
   *
   * @throws AssertionError for a kind that is not known, or a field that the kind has not
   */
  public static Manifests parse(String yaml) {
    return new Manifests(
        SEPARATOR
            .splitAsStream(yaml)
            .filter(document -> CONTENT.matcher(document).find())
            .map(Manifests::read)
            .toList());
  }

  private static HasMetadata read(String document) {
    HasMetadata found = KINDS.unmarshal(document);
    if (found instanceof GenericKubernetesResource unknown) {
      throw new AssertionError("%s is no kind that we know".formatted(unknown.getKind()));
    }
    try {
      return STRICT.readValue(document, found.getClass());
    } catch (JsonProcessingException e) {
      throw new AssertionError(e.getMessage() + "\nin\n" + document, e);
    }
  }

  /** Fabric8's types keep what they do not know: without its setter it is an error. */
  private static ObjectMapper strict() {
    return new YAMLMapper()
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .setAnnotationIntrospector(
            new JacksonAnnotationIntrospector() {
              @Override
              public Boolean hasAnySetter(Annotated annotated) {
                return false;
              }
            });
  }

  /** Those of a kind. */
  public <T extends HasMetadata> List<T> all(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The one of a kind that has this name. */
  public <T extends HasMetadata> T one(Class<T> kind, String name) {
    var found =
        all(kind).stream().filter(object -> object.getMetadata().getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "%d of kind %s are called %s; there are %s"
              .formatted(found.size(), kind.getSimpleName(), name, kinds().toList()));
    }
    return found.getFirst();
  }

  /** Kind and name of each. */
  public Stream<String> kinds() {
    return objects.stream().map(object -> object.getKind() + "/" + object.getMetadata().getName());
  }
}
