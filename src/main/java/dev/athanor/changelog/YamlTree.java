package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML with its lines. Only the tree is built: no tag makes an object. */
final class YamlTree {
  private static final int MAX_DEPTH = 50;

  private final RevisionFile file;
  private int nodes;

  YamlTree(RevisionFile file) {
    this.file = file;
  }

  Node read() {
    var options = new LoaderOptions();
    options.setCodePointLimit(FileText.MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    org.yaml.snakeyaml.nodes.Node document;
    try {
      document = new Yaml(options).compose(new StringReader(file.text()));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw invalid(line, "this is not valid YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw invalid(0, "this is not valid YAML: " + e.getMessage());
    }
    if (!(document instanceof MappingNode)) {
      throw Tree.missingRoot(file);
    }
    var root = convert("", document, 0);
    for (var key : root.children()) {
      if (!key.name().equals(Tree.ROOT)) {
        throw invalid(
            key.line(),
            "beside databaseChangeLog there may be no \"%s\"; the header's keys stand in comments"
                .formatted(key.name()));
      }
    }
    return root.child(Tree.ROOT).orElseThrow(() -> Tree.missingRoot(file));
  }

  private Node convert(String name, org.yaml.snakeyaml.nodes.Node node, int depth) {
    int line = node.getStartMark().getLine() + 1;
    if (++nodes > Tree.MAX_NODES || depth > MAX_DEPTH) {
      throw Tree.tooLarge(file, line);
    }
    return switch (node) {
      case ScalarNode scalar -> scalar(name, scalar, line);
      case SequenceNode list -> {
        var children = new ArrayList<Node>();
        list.getValue().forEach(item -> children.add(convert("", item, depth + 1)));
        yield Node.branch(name, line, Node.Shape.LIST, children);
      }
      case MappingNode map -> map(name, map, line, depth);
      default -> throw invalid(line, "there is something here that is no text, list or map");
    };
  }

  private Node scalar(String name, ScalarNode scalar, int line) {
    refuseTag(scalar, line);
    boolean block =
        scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL
            || scalar.getScalarStyle() == DumperOptions.ScalarStyle.FOLDED;
    var text = scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
    return new Node(
        name,
        line,
        Node.Shape.SCALAR,
        text,
        block ? line + 1 : line,
        scalar.getScalarStyle() == DumperOptions.ScalarStyle.LITERAL,
        java.util.List.of());
  }

  private Node map(String name, MappingNode map, int line, int depth) {
    refuseTag(map, line);
    var children = new ArrayList<Node>();
    var lines = new HashMap<String, Integer>();
    for (var tuple : map.getValue()) {
      int keyLine = tuple.getKeyNode().getStartMark().getLine() + 1;
      if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getValue().equals("<<")) {
        throw invalid(keyLine, "a key must be a plain word; merging with << is not understood");
      }
      var before = lines.putIfAbsent(key.getValue(), keyLine);
      if (before != null) {
        throw invalid(
            keyLine,
            "\"%s\" is there twice, first on line %d; the first would be lost"
                .formatted(key.getValue(), before));
      }
      var value = convert(key.getValue(), tuple.getValueNode(), depth + 1);
      children.add(
          new Node(
              value.name(),
              keyLine,
              value.shape(),
              value.text(),
              value.textLine(),
              value.linesKept(),
              value.children()));
    }
    return Node.branch(name, line, Node.Shape.MAP, children);
  }

  private void refuseTag(org.yaml.snakeyaml.nodes.Node node, int line) {
    if (!node.getTag().startsWith(Tag.PREFIX) || node.getTag().getValue().contains("java")) {
      throw invalid(line, "the tag %s is not understood".formatted(node.getTag().getValue()));
    }
  }

  private AthanorException invalid(int line, String what) {
    return file.refused(Reason.INVALID_CHANGELOG, line, what + ".");
  }
}
