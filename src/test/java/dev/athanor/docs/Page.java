package dev.athanor.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A Markdown page of the project, as a renderer reads it.
 *
 * @param file from the project's root
 * @param blocks its code, from top to bottom
 * @param links where its links and pictures lead, as they are written
 * @param anchors of its headings, as GitHub and the site make them
 */
public record Page(Path file, List<CodeBlock> blocks, List<String> links, Set<String> anchors) {
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();
  private static final Set<String> OTHERS = Set.of("target", "node_modules", "src");

  /** Every page of the project, sorted. */
  public static List<Page> all() {
    return below(Path.of("")).map(Page::read).toList();
  }

  /** One page. */
  public static Page read(Path file) {
    try {
      var reading = new Reading(file);
      PARSER.parse(Files.readString(file)).accept(reading);
      return new Page(file, reading.blocks, reading.links, reading.anchors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }

  private static Stream<Path> below(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList().stream()
          .flatMap(
              entry -> {
                var name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                  return name.startsWith(".") || OTHERS.contains(name)
                      ? Stream.empty()
                      : below(entry);
                }
                return name.endsWith(".md") ? Stream.of(entry) : Stream.empty();
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reading extends AbstractVisitor {
    private final Path file;
    private final List<CodeBlock> blocks = new ArrayList<>();
    private final List<String> links = new ArrayList<>();
    private final Set<String> anchors = new LinkedHashSet<>();
    private final HashMap<String, Integer> headings = new HashMap<>();

    Reading(Path file) {
      this.file = file;
    }

    @Override
    public void visit(FencedCodeBlock block) {
      blocks.add(new CodeBlock(file, line(block) + 1, block.getInfo(), block.getLiteral()));
    }

    @Override
    public void visit(IndentedCodeBlock block) {
      blocks.add(new CodeBlock(file, line(block), "", block.getLiteral()));
    }

    @Override
    public void visit(Link link) {
      links.add(link.getDestination());
      super.visit(link);
    }

    @Override
    public void visit(Image image) {
      links.add(image.getDestination());
      super.visit(image);
    }

    @Override
    public void visit(Heading heading) {
      var slug =
          text(heading)
              .toLowerCase(Locale.ROOT)
              .replaceAll("[^\\p{L}\\p{M}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = headings.merge(slug, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? slug : slug + "-" + before);
      super.visit(heading);
    }

    private static int line(Node block) {
      return block.getSourceSpans().getFirst().getLineIndex() + 1;
    }

    private static String text(Node node) {
      var text = new StringBuilder();
      node.accept(
          new AbstractVisitor() {
            @Override
            public void visit(Text part) {
              text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
              text.append(part.getLiteral());
            }
          });
      return text.toString();
    }
  }
}
