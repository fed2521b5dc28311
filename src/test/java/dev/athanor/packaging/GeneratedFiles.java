package dev.athanor.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is written from something else, so that the two cannot differ: {@code make generate} writes
 * it, and a test compares.
 */
final class GeneratedFiles {
  static final Path CRD = Path.of("crds/databasemigrations.athanor.dev.yaml");
  static final Path CRD_IN_CHART =
      Chart.FOLDER.resolve("files/databasemigrations.athanor.dev.yaml");
  static final Path INSTALL = Path.of("operator/install.yaml");
  static final Path INSTALL_VALUES = Path.of("operator/values.yaml");

  /** What says that Helm keeps an object: it does not, when kubectl applied it. */
  private static final Predicate<String> OF_HELM =
      line ->
          line.strip().startsWith("helm.sh/")
              || line.strip().equals("app.kubernetes.io/managed-by: Helm");

  interface Writer {
    String text() throws IOException;
  }

  /** One file, and what has to be in it. */
  record Generated(Path path, Writer writer) {
    String text() throws IOException {
      return writer.text();
    }
  }

  /** In an order in which each may read those before it. */
  static final List<Generated> ALL =
      List.of(
          new Generated(CRD_IN_CHART, () -> Files.readString(CRD)),
          new Generated(
              Chart.FOLDER.resolve("values.schema.json"), () -> ValuesSchema.read().json()),
          new Generated(
              Chart.FOLDER.resolve("values.yaml"), () -> ValuesSchema.read().valuesFile()),
          new Generated(
              Chart.FOLDER.resolve("README.md"), () -> ChartReadme.text(ValuesSchema.read())),
          new Generated(INSTALL, GeneratedFiles::install),
          new Generated(Path.of("examples/argocd/argocd-cm.yaml"), ArgoSnippets::configMap),
          new Generated(Path.of("examples/argocd/chart-values.yaml"), ArgoSnippets::chartValues),
          new Generated(
              Path.of("examples/argocd/operator-resource.yaml"), ArgoSnippets::operatorResource));

  private GeneratedFiles() {}

  /** Writes them all. */
  public static void main(String... args) throws IOException {
    for (var file : ALL) {
      Files.writeString(file.path(), file.text());
    }
  }

  /** The chart with its defaults and a namespace, for those who have no Helm. */
  private static String install() {
    return "# Generated from helm/athanor by `make generate`: kubectl apply --server-side -f operator/install.yaml\n"
        + Chart.ours()
            .render(INSTALL_VALUES)
            .lines()
            .filter(OF_HELM.negate())
            .filter(line -> !line.startsWith("# Source: "))
            .collect(Collectors.joining("\n"))
            .replaceAll("\\n{2,}", "\n")
        + "\n";
  }
}
