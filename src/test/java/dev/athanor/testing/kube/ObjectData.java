package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The data of ConfigMaps and Secrets as bytes by key. */
final class ObjectData {
  private final KubernetesClient client;
  private final String namespace;

  ObjectData(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  Optional<Map<String, byte[]>> configMap(String name) {
    return Optional.ofNullable(client.configMaps().inNamespace(namespace).withName(name).get())
        .map(ObjectData::of);
  }

  Optional<Map<String, byte[]>> secret(String name) {
    return Optional.ofNullable(client.secrets().inNamespace(namespace).withName(name).get())
        .map(ObjectData::of);
  }

  private static Map<String, byte[]> of(ConfigMap map) {
    var data = new TreeMap<String, byte[]>();
    map.getData().forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
    data.putAll(decoded(map.getBinaryData()));
    return data;
  }

  private static Map<String, byte[]> of(Secret secret) {
    return decoded(secret.getData());
  }

  private static Map<String, byte[]> decoded(Map<String, String> base64) {
    var data = new TreeMap<String, byte[]>();
    base64.forEach((key, text) -> data.put(key, Base64.getDecoder().decode(text)));
    return data;
  }

  /** The files of a volume: all keys, or those that its items name, under the items' paths. */
  static Map<String, byte[]> files(
      Map<String, byte[]> data, List<KeyToPath> items, boolean optional, String volume) {
    if (items == null || items.isEmpty()) {
      return data;
    }
    var files = new TreeMap<String, byte[]>();
    for (var item : items) {
      if (data.containsKey(item.getKey())) {
        files.put(item.getPath(), data.get(item.getKey()));
      } else if (!optional) {
        throw NotYetThere.mount(volume, "references non-existent key: " + item.getKey());
      }
    }
    return files;
  }
}
