package dev.athanor.cli.graph;

import java.io.PrintWriter;

/** The picture in Graphviz' language, the newest on top: {@code dot -Tpng} draws it. */
public final class DotPicture {
  private DotPicture() {}

  /** Prints it. */
  public static void print(PrintWriter out, Picture picture) {
    out.println("digraph revisions {");
    out.println("  rankdir=BT;");
    out.println("  node [shape=box, style=rounded, fontname=\"sans-serif\"];");
    for (var entry : picture.entries()) {
      var caption = Caption.of(entry);
      var label =
          escaped(caption.name())
              + (caption.message().isEmpty() ? "" : "\\n" + escaped(caption.message()));
      out.printf(
          "  \"%s\" [label=\"%s\"%s];%n",
          escaped(caption.id()),
          label,
          Caption.current(entry) ? ", style=\"rounded,bold,filled\", fillcolor=\"#ffe08a\"" : "");
    }
    for (var edge : picture.edges()) {
      out.printf(
          "  \"%s\" -> \"%s\"%s;%n",
          escaped(edge.to()), escaped(edge.from()), edge.dependency() ? " [style=dashed]" : "");
    }
    out.println("}");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
  }
}
