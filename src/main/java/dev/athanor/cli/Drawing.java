package dev.athanor.cli;

import dev.athanor.cli.graph.Caption;
import dev.athanor.cli.graph.DotPicture;
import dev.athanor.cli.graph.MermaidPicture;
import dev.athanor.cli.graph.Picture;
import dev.athanor.cli.graph.SvgPicture;
import dev.athanor.cli.graph.TextPicture;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --format}: what a graph is drawn in. */
final class Drawing {
  private enum Format {
    text,
    mermaid,
    dot,
    svg
  }

  @Option(
      names = "--format",
      defaultValue = "text",
      paramLabel = "text|mermaid|dot|svg",
      description =
          "What to draw it in: letters, Mermaid for Markdown, Graphviz' DOT, or an SVG file.")
  private Format format = Format.text;

  void draw(PrintWriter out, Picture picture) {
    switch (format) {
      case text -> TextPicture.print(out, picture, entry -> List.of(Caption.of(entry).line()));
      case mermaid -> MermaidPicture.print(out, picture);
      case dot -> DotPicture.print(out, picture);
      case svg -> SvgPicture.print(out, picture);
    }
  }
}
