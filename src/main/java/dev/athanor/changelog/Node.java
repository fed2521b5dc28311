package dev.athanor.changelog;

import java.util.List;
import java.util.Optional;

/**
 * A part of a YAML, XML or JSON changelog, the three brought to one shape: attributes and elements
 * of XML are keys of a map, an element's text is its text.
 *
 * @param name the key or element that it stands under; empty in a list
 * @param line where it begins in the file, from 1
 * @param shape what it is
 * @param text a scalar's value, or an element's text; empty otherwise
 * @param textLine the line that the text begins on
 * @param linesKept whether a line break in the text is one in the file
 * @param children what it holds
 */
record Node(
    String name,
    int line,
    Shape shape,
    String text,
    int textLine,
    boolean linesKept,
    List<Node> children) {

  enum Shape {
    /** Text, a number, a truth value or nothing. */
    SCALAR,
    /** Children with names. */
    MAP,
    /** Children without. */
    LIST
  }

  Node {
    children = List.copyOf(children);
  }

  static Node scalar(String name, int line, String text) {
    return new Node(name, line, Shape.SCALAR, text, line, false, List.of());
  }

  static Node branch(String name, int line, Shape shape, List<Node> children) {
    return new Node(name, line, shape, "", line, false, children);
  }

  Optional<Node> child(String childName) {
    return children.stream().filter(child -> child.name().equals(childName)).findFirst();
  }

  Optional<String> value(String childName) {
    return child(childName).filter(child -> child.shape() == Shape.SCALAR).map(Node::text);
  }

  /**
   * The parts of a list of maps of one key each, as YAML and JSON write what are child elements in
   * XML; those of a map as they are.
   */
  List<Node> parts() {
    return shape == Shape.LIST
        ? children.stream()
            .flatMap(
                item ->
                    item.shape() == Shape.MAP
                        ? item.children().stream()
                        : java.util.stream.Stream.of(item))
            .toList()
        : children;
  }
}
