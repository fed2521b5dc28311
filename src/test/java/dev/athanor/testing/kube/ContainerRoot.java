package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder that stands for the container's file system. The process is no container, so the paths
 * in its arguments and environment are rewritten to lie in this folder.
 */
final class ContainerRoot {
  private final Path root;
  private final Path message;
  private final Map<String, Path> places = new LinkedHashMap<>();

  /** Makes the folder with {@code /tmp}, the termination log and every mount. */
  ContainerRoot(Path root, Pod pod, PodVolumes volumes) throws IOException {
    this.root = root;
    var container = pod.getSpec().getContainers().getFirst();
    message = inside(messagePath(container));
    Files.createDirectories(message.getParent());
    Files.write(message, new byte[0]);
    places.put(messagePath(container), message);
    places.put("/tmp", Files.createDirectories(inside("/tmp")));
    var laid = new LinkedHashMap<String, Path>();
    for (var volume : pod.getSpec().getVolumes()) {
      laid.put(volume.getName(), volumes.lay(volume));
    }
    for (var mount : container.getVolumeMounts()) {
      var source = laid.get(mount.getName());
      if (source == null) {
        throw NotYetThere.mount(mount.getName(), "the pod has no such volume");
      }
      var path = inside(mount.getMountPath());
      if (!Files.exists(path)) {
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(
            path, mount.getSubPath() == null ? source : source.resolve(mount.getSubPath()));
      }
      places.put(mount.getMountPath().replaceAll("/+$", ""), path);
    }
  }

  private static String messagePath(Container container) {
    var path = container.getTerminationMessagePath();
    return path == null ? "/dev/termination-log" : path;
  }

  private Path inside(String path) {
    return root.resolve(path.replaceAll("^/+", ""));
  }

  Path path() {
    return root;
  }

  /**
   * What the container has left as its termination message: the last 4096 bytes, paths as inside.
   */
  String message() throws IOException {
    return Tail.of(Files.readString(message).replace(root.toString(), ""), 4096);
  }

  /** The text with each of the container's paths replaced by where it lies here. */
  String rewrite(String text) {
    // the longest first, all in one go: what has been replaced must not be looked at again
    var known =
        places.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .toList();
    // not in the middle of something longer: the /tmp of jdbc:postgresql://host/tmp is none of ours
    var pattern = Pattern.compile("(?<![\\w./-])(" + String.join("|", known) + ")(?![\\w.-])");
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(places.get(match.group(1)).toString()));
  }
}
