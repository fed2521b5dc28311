package dev.athanor.changelog.importing;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.StreamReader;

/** What a changeset in YAML says by pointing elsewhere, said in place. */
final class YamlInPlace {
  private final String changeSet;
  private final Elsewhere elsewhere;
  private final List<Edit> edits = new ArrayList<>();
  private int loads;

  private record Edit(int start, int end, String text) {}

  YamlInPlace(String changeSet, Elsewhere elsewhere) {
    this.changeSet = changeSet;
    this.elsewhere = elsewhere;
  }

  /** The changeset; comments and all that needs nothing stay as they are written. */
  String text() {
    walk(new Yaml(new LoaderOptions()).compose(new StringReader(changeSet)), false);
    var text = new StringBuilder(changeSet);
    edits.sort(Comparator.comparingInt(Edit::start).reversed());
    edits.forEach(edit -> text.replace(edit.start(), edit.end(), edit.text()));
    return text.toString();
  }

  private void walk(Node node, boolean back) {
    switch (node) {
      case SequenceNode list -> list.getValue().forEach(item -> walk(item, back));
      case MappingNode map -> map.getValue().forEach(pair -> pair(map, pair, back));
      default -> {}
    }
  }

  private void pair(MappingNode map, NodeTuple pair, boolean back) {
    var name = scalar(pair.getKeyNode());
    boolean load = InPlace.loads(name);
    if (load && back) {
      return;
    }
    var key = pair.getKeyNode().getStartMark();
    var change =
        InPlace.of(
            name,
            attributes(pair.getValueNode()),
            elsewhere,
            key.getLine() + 1,
            load ? loads++ : loads);
    if (change.isEmpty()) {
      walk(pair.getValueNode(), back || name.equals("rollback"));
      return;
    }
    var written =
        map.getFlowStyle() == FlowStyle.FLOW
            ? flow(change.get())
            : block(change.get(), " ".repeat(key.getColumn() + 2));
    edits.add(new Edit(index(key.getIndex()), index(end(pair.getValueNode())), written));
  }

  /** Marks count code points. */
  private int index(int codePoints) {
    return changeSet.offsetByCodePoints(0, codePoints);
  }

  /** Behind the last that is written of a node; the mark of a block stands at what follows it. */
  private static int end(Node node) {
    if (node instanceof CollectionNode<?> block && block.getFlowStyle() != FlowStyle.FLOW) {
      return switch (node) {
        case SequenceNode list -> end(list.getValue().getLast());
        case MappingNode map -> end(map.getValue().getLast().getValueNode());
        default -> node.getEndMark().getIndex();
      };
    }
    return node.getEndMark().getIndex();
  }

  private static Map<String, String> attributes(Node change) {
    var attributes = new LinkedHashMap<String, String>();
    if (change instanceof MappingNode map) {
      map.getValue()
          .forEach(
              pair -> {
                if (pair.getValueNode() instanceof ScalarNode value) {
                  attributes.put(scalar(pair.getKeyNode()), value.getValue());
                }
              });
    }
    return attributes;
  }

  private static String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static String flow(InPlace change) {
    var parts = new ArrayList<String>();
    change.attributes().forEach((name, value) -> parts.add(name + ": " + quoted(value)));
    if (!change.key().isEmpty()) {
      parts.add(change.key() + ": " + quoted(change.text()));
    }
    return "%s: {%s}".formatted(change.change(), String.join(", ", parts));
  }

  private static String block(InPlace change, String indent) {
    if (change.key().isEmpty()) {
      return change.change() + ": {}";
    }
    var text = new StringBuilder(change.change() + ":\n");
    change
        .attributes()
        .forEach((name, value) -> text.append("%s%s: %s%n".formatted(indent, name, quoted(value))));
    text.append(indent).append(change.key()).append(": ").append(literal(change.text(), indent));
    return text.toString().replace("\r\n", "\n");
  }

  /** Line by line where YAML can say it so. */
  private static String literal(String text, String indent) {
    if (text.isBlank() || !StreamReader.isPrintable(text) || text.contains("\r")) {
      return quoted(text);
    }
    var lines =
        text.stripTrailing()
            .lines()
            .map(line -> line.isEmpty() ? line : indent + "  " + line)
            .toList();
    // the first line may begin with white space, so the indentation is said
    return "|2\n" + String.join("\n", lines);
  }

  static String quoted(String value) {
    var text = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"', '\\' -> text.append('\\').appendCodePoint(c);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> {
                  if (c < ' ' || !StreamReader.isPrintable(c)) {
                    text.append("\\U%08x".formatted(c));
                  } else {
                    text.appendCodePoint(c);
                  }
                }
              }
            });
    return text.append('"').toString();
  }
}
