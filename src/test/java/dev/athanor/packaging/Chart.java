package dev.athanor.packaging;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import dev.athanor.testing.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Our chart, as Helm itself renders it. */
record Chart(Path folder) {
  static final Path FOLDER = Path.of("helm/athanor");

  /** The oldest that the chart allows, one between, and the newest. */
  static final List<String> KUBERNETES = List.of("1.30.0", "1.33.0", "1.37.0");

  static Chart ours() {
    return new Chart(FOLDER);
  }

  /** The value files that stand for how people install it. */
  static Stream<Path> valueFiles() throws IOException {
    try (var files = Files.list(FOLDER.resolve("ci"))) {
      return files.sorted().toList().stream();
    }
  }

  /** All objects but hooks, as text, or an exception with what Helm says. */
  String render(String kubernetes, Path values) {
    return template(kubernetes).withValuesFile(values.toAbsolutePath()).call();
  }

  String render(Path values) {
    return render(KUBERNETES.getFirst(), values);
  }

  /** The objects of one of the value files in {@code ci/}. */
  static Manifests rendered(String values) {
    return Manifests.parse(ours().render(FOLDER.resolve("ci/" + values + "-values.yaml")));
  }

  private TemplateCommand template(String kubernetes) {
    return new Helm(folder.toAbsolutePath())
        .template()
        .withName("athanor")
        .withNamespace("athanor-system")
        .withKubeVersion(kubernetes);
  }

  /** What Helm says when the release is installed. */
  String notes(Path values) {
    return new Helm(folder.toAbsolutePath())
        .install()
        .withName("athanor")
        .withNamespace("athanor-system")
        .withKubeVersion(KUBERNETES.getLast())
        .withValuesFile(values.toAbsolutePath())
        .clientOnly()
        .withDryRunOption(DryRun.CLIENT)
        .call()
        .getOutput();
  }

  /**
   * The same chart in a folder of its own, its hooks made plain objects, for Helm leaves them out.
   */
  Chart withHooksAsObjects(Path copy) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = copy.resolve(folder.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(
            target, Files.readString(file).replace("\"helm.sh/hook\"", "\"was-hook\""));
      }
    }
    return new Chart(copy);
  }
}
