package dev.athanor.cli;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A kustomization.yaml whose configMapGenerator lists the files of a folder, with one more in the
 * list, or one less. Everything else in it, comments included, stays as it is.
 *
 * @param file where it is
 * @param text its new content
 */
record Kustomization(Path file, String text) {
  private static final List<String> NAMES =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final Pattern PLAIN = Pattern.compile("[-._a-zA-Z0-9/]+");

  /**
   * The kustomization.yaml in the file's folder or the one above it, with the file in its list;
   * absent when there is none, when it has no list that the file belongs to, or has it there.
   *
   * @throws AthanorException {@code InvalidConfiguration} when it is no YAML
   */
  static Optional<Kustomization> listing(Path revisionFile) {
    return edited(
        revisionFile,
        (text, list, entry) ->
            list.getValue().stream().anyMatch(item -> names(item, entry))
                ? Optional.empty()
                : Optional.of(insert(text, list, entry)));
  }

  /** The same without the file in its list; absent where it is in none. */
  static Optional<Kustomization> leavingOut(Path revisionFile) {
    return edited(
        revisionFile,
        (text, list, entry) ->
            list.getValue().stream()
                .filter(item -> names(item, entry))
                .findFirst()
                .map(item -> cut(text, list, item)));
  }

  /** What happens to the text when there is a list that the file belongs to. */
  @FunctionalInterface
  private interface Edit {
    Optional<String> of(String text, SequenceNode list, String entry);
  }

  private static Optional<Kustomization> edited(Path revisionFile, Edit edit) {
    return Stream.of("", "..")
        .map(revisionFile.resolveSibling("")::resolve)
        .flatMap(folder -> NAMES.stream().map(folder::resolve))
        .map(Path::normalize)
        .filter(Files::isRegularFile)
        .findFirst()
        .flatMap(file -> edited(file, revisionFile, edit));
  }

  private static Optional<Kustomization> edited(Path file, Path revisionFile, Edit edit) {
    var folder = file.toAbsolutePath().resolveSibling("").normalize();
    var entry =
        folder.relativize(revisionFile.toAbsolutePath().normalize()).toString().replace('\\', '/');
    try {
      var text = Files.readString(file);
      var root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(text));
      return list(root, entry)
          .flatMap(list -> edit.of(text, list, entry))
          .map(changed -> new Kustomization(file, changed));
    } catch (MarkedYAMLException e) {
      var line = Optional.ofNullable(e.getProblemMark()).map(Mark::getLine).orElse(-1) + 1;
      throw invalid(file, line, "is not valid YAML: " + e.getProblem());
    } catch (IOException e) {
      throw invalid(file, 0, "cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static AthanorException invalid(Path file, int line, String problem) {
    return new AthanorException(
            Reason.INVALID_CONFIGURATION,
            "%s %s. It lists the revision files; mend it, or move it away."
                .formatted(file, problem))
        .at(file.toString(), line);
  }

  /** The list with files of the same folder, else the only one there is. */
  private static Optional<SequenceNode> list(Node root, String entry) {
    var lists =
        sequence(root, "configMapGenerator").stream()
            .flatMap(generators -> generators.getValue().stream())
            .flatMap(generator -> sequence(generator, "files").stream())
            .toList();
    var folder = entry.substring(0, entry.lastIndexOf('/') + 1);
    return lists.stream()
        .filter(list -> list.getValue().stream().anyMatch(item -> inFolder(item, folder)))
        .findFirst()
        .or(() -> lists.size() == 1 ? Optional.of(lists.getFirst()) : Optional.empty());
  }

  private static Optional<SequenceNode> sequence(Node node, String key) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(
                pair -> pair.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
            .flatMap(
                pair ->
                    pair.getValueNode() instanceof SequenceNode list
                        ? Stream.of(list)
                        : Stream.empty())
            .findFirst()
        : Optional.empty();
  }

  private static boolean inFolder(Node item, String folder) {
    var path = path(item);
    return path.substring(0, path.lastIndexOf('/') + 1).equals(folder);
  }

  private static boolean names(Node item, String entry) {
    return path(item).equals(entry);
  }

  /** The path of {@code path} or {@code key=path}. */
  private static String path(Node item) {
    var value = item instanceof ScalarNode scalar ? scalar.getValue() : "";
    var path = value.substring(value.indexOf('=') + 1);
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private static String insert(String text, SequenceNode list, String entry) {
    var written = PLAIN.matcher(entry).matches() ? entry : "'" + entry.replace("'", "''") + "'";
    var items = list.getValue();
    int start = offset(text, list.getStartMark());
    int end = offset(text, list.getEndMark());
    if (items.isEmpty()) {
      int lineStart = text.lastIndexOf('\n', start) + 1;
      int column = text.substring(lineStart).indexOf("files:");
      var indent = " ".repeat(Math.max(0, column) + 2);
      return text.substring(0, start).stripTrailing()
          + "\n"
          + indent
          + "- "
          + written
          + text.substring(end);
    }
    int last = offset(text, items.getLast().getEndMark());
    if (list.getFlowStyle().equals(FlowStyle.FLOW)) {
      return text.substring(0, last) + ", " + written + text.substring(last);
    }
    int lineEnd = text.indexOf('\n', last);
    int at = lineEnd < 0 ? text.length() : lineEnd;
    var indent = " ".repeat(list.getStartMark().getColumn());
    return text.substring(0, at) + "\n" + indent + "- " + written + text.substring(at);
  }

  private static String cut(String text, SequenceNode list, Node item) {
    int start = offset(text, item.getStartMark());
    int end = offset(text, item.getEndMark());
    if (list.getFlowStyle().equals(FlowStyle.FLOW)) {
      int comma = text.indexOf(',', end);
      if (comma >= 0 && comma < offset(text, list.getEndMark())) {
        return text.substring(0, start) + text.substring(comma + 1).stripLeading();
      }
      int before = Math.max(text.lastIndexOf(',', start), offset(text, list.getStartMark()) + 1);
      return text.substring(0, before) + text.substring(end);
    }
    int lineEnd = text.indexOf('\n', end);
    return text.substring(0, text.lastIndexOf('\n', start) + 1)
        + (lineEnd < 0 ? "" : text.substring(lineEnd + 1));
  }

  private static int offset(String text, Mark mark) {
    return text.offsetByCodePoints(0, mark.getIndex());
  }

  /** Writes the new content. */
  void write() throws IOException {
    Files.writeString(file, text);
  }
}
