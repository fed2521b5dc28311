package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lays a pod's volumes out as folders, the way kubelet does, {@code ..data} and all. */
final class PodVolumes {
  private final ObjectData objects;
  private final Path folder;

  /** Volumes become folders of {@code folder}. */
  PodVolumes(ObjectData objects, Path folder) {
    this.objects = objects;
    this.folder = folder;
  }

  /**
   * Lays out one volume.
   *
   * @throws NotYetThere when an object or a key that it needs does not exist
   */
  Path lay(Volume volume) throws IOException {
    var path = folder.resolve(volume.getName());
    Files.createDirectories(path);
    if (volume.getEmptyDir() == null) {
      write(path, files(volume));
    }
    return path;
  }

  private Map<String, byte[]> files(Volume volume) {
    var name = volume.getName();
    if (volume.getConfigMap() != null) {
      var source = volume.getConfigMap();
      return configMap(name, source.getName(), source.getItems(), isTrue(source.getOptional()));
    }
    if (volume.getSecret() != null) {
      var source = volume.getSecret();
      return secret(name, source.getSecretName(), source.getItems(), isTrue(source.getOptional()));
    }
    if (volume.getProjected() != null) {
      var files = new TreeMap<String, byte[]>();
      // a later source silently wins over an equal path, as in the real one
      volume.getProjected().getSources().forEach(source -> files.putAll(files(name, source)));
      return files;
    }
    throw NotYetThere.mount(name, "the stand-in knows no such kind of volume");
  }

  private Map<String, byte[]> files(String volume, VolumeProjection source) {
    if (source.getConfigMap() != null) {
      var map = source.getConfigMap();
      return configMap(volume, map.getName(), map.getItems(), isTrue(map.getOptional()));
    }
    if (source.getSecret() != null) {
      var secret = source.getSecret();
      return secret(volume, secret.getName(), secret.getItems(), isTrue(secret.getOptional()));
    }
    throw NotYetThere.mount(volume, "the stand-in knows no such kind of projection");
  }

  private Map<String, byte[]> configMap(
      String volume, String name, List<KeyToPath> items, boolean optional) {
    return files(volume, "configmap", name, objects.configMap(name), items, optional);
  }

  private Map<String, byte[]> secret(
      String volume, String name, List<KeyToPath> items, boolean optional) {
    return files(volume, "secret", name, objects.secret(name), items, optional);
  }

  private static Map<String, byte[]> files(
      String volume,
      String kind,
      String name,
      Optional<Map<String, byte[]>> data,
      List<KeyToPath> items,
      boolean optional) {
    if (data.isEmpty() && !optional) {
      throw NotYetThere.mount(volume, "%s \"%s\" not found".formatted(kind, name));
    }
    return ObjectData.files(data.orElse(Map.of()), items, optional, volume);
  }

  /** Files in a folder with a date, {@code ..data} a link to it, each key a link through that. */
  private static void write(Path volume, Map<String, byte[]> files) throws IOException {
    var dated = volume.resolve("..2026_01_01_00_00_00.000000001");
    Files.createDirectories(dated);
    link(volume.resolve("..data"), dated.getFileName());
    for (var file : files.entrySet()) {
      var path = dated.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
      var top = Path.of(file.getKey()).getName(0);
      link(volume.resolve(top), Path.of("..data").resolve(top));
    }
  }

  private static void link(Path link, Path target) throws IOException {
    if (!Files.isSymbolicLink(link)) {
      Files.createSymbolicLink(link, target);
    }
  }

  private static boolean isTrue(Boolean value) {
    return Boolean.TRUE.equals(value);
  }
}
