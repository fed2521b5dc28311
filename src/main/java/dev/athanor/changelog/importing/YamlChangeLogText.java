package dev.athanor.changelog.importing;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A changelog in YAML: a block list, whose items stay on their lines. */
final class YamlChangeLogText implements ChangeLogText {
  private final String origin;
  private final List<String> lines;
  private final List<Node> items = new ArrayList<>();

  YamlChangeLogText(String origin, String text) {
    this.origin = origin;
    this.lines = List.of(text.split("\n", -1));
    try {
      var root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
      if (root instanceof MappingNode map) {
        map.getValue().stream()
            .filter(pair -> name(pair.getKeyNode()).equals("databaseChangeLog"))
            .forEach(pair -> items(pair.getValueNode()));
      }
    } catch (YAMLException e) {
      throw SourceFolder.invalid(origin, 0, "this is not valid YAML: " + e.getMessage());
    }
  }

  private void items(Node list) {
    if (list instanceof SequenceNode sequence) {
      if (sequence.getFlowStyle() == FlowStyle.FLOW && !sequence.getValue().isEmpty()) {
        throw SourceFolder.invalid(
            origin,
            list.getStartMark().getLine() + 1,
            "the list is in brackets. Write it as lines that begin with \"- changeSet:\"");
      }
      items.addAll(sequence.getValue());
    }
  }

  private static String name(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  @Override
  public List<Piece> changeSets() {
    return pieces("changeSet");
  }

  @Override
  public List<Piece> preconditions() {
    return pieces("preConditions");
  }

  private List<Piece> pieces(String name) {
    var pieces = new ArrayList<Piece>();
    for (int i = 0; i < items.size(); i++) {
      boolean wanted =
          items.get(i) instanceof MappingNode map
              && map.getValue().stream().anyMatch(pair -> name(pair.getKeyNode()).equals(name));
      if (wanted) {
        int start = items.get(i).getStartMark().getLine();
        int end = i + 1 < items.size() ? items.get(i + 1).getStartMark().getLine() : lines.size();
        var text = String.join("\n", lines.subList(start, end)).stripTrailing();
        pieces.add(new Piece(text, start + 1));
      }
    }
    return pieces;
  }

  @Override
  public Piece inPlace(Piece piece, Elsewhere elsewhere) {
    return new Piece(new YamlInPlace(piece.text(), elsewhere).text(), piece.line());
  }

  @Override
  public Written write(List<String> header, List<Property> properties, List<Piece> pieces) {
    var out = new Lines();
    header.forEach(line -> out.add("# " + line + "\n"));
    out.add("databaseChangeLog:\n");
    var indent =
        pieces.isEmpty() ? "" : pieces.getFirst().text().replaceFirst("(?s)^(\\s*)-.*", "$1");
    for (var property : properties) {
      out.add(indent + "- property:\n");
      out.add(indent + "    name: " + YamlInPlace.quoted(property.name()) + "\n");
      out.add(indent + "    value: " + YamlInPlace.quoted(property.value()) + "\n");
      property
          .attributes()
          .forEach(
              (name, value) ->
                  out.add(indent + "    " + name + ": " + YamlInPlace.quoted(value) + "\n"));
    }
    var starts = new ArrayList<Integer>();
    for (var piece : pieces) {
      starts.add(out.line());
      out.add(piece.text() + "\n");
    }
    return new Written(out.text(), ".yaml", starts);
  }
}
