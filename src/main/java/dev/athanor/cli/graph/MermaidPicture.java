package dev.athanor.cli.graph;

import java.io.PrintWriter;
import java.util.HashMap;

/** The picture as a Mermaid flowchart, the newest on top: Git hosts draw it in Markdown. */
public final class MermaidPicture {
  private MermaidPicture() {}

  /** Prints it. */
  public static void print(PrintWriter out, Picture picture) {
    out.println("flowchart BT");
    var names = new HashMap<String, String>();
    for (var entry : picture.entries()) {
      var caption = Caption.of(entry);
      var name = "r" + names.size();
      names.put(caption.id(), name);
      var message = caption.message().isEmpty() ? "" : "<br/>" + escaped(caption.message());
      out.printf(
          "  %s[\"%s%s\"]%s%n",
          name, escaped(caption.name()), message, Caption.current(entry) ? ":::current" : "");
    }
    for (var edge : picture.edges()) {
      out.printf(
          "  %s %s %s%n",
          names.get(edge.to()), edge.dependency() ? "-.->" : "-->", names.get(edge.from()));
    }
    out.println("  classDef current stroke-width:4px,font-weight:bold");
  }

  // Mermaid's own entities: whatever else could end the text or be taken for markup
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isISOControl(c)) {
        escaped.append(' ');
      } else if ("\"#<>&`\\;*_[]{}|".indexOf(c) >= 0) {
        escaped.append('#').append((int) c).append(';');
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
