package dev.athanor.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinksTest {
  private static final Path FIRST = Path.of("docs/README.md");

  static List<Page> pages() {
    return Page.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_link_of_a_page_leads_somewhere(Page page) {
    assertThat(page.links().stream().flatMap(link -> missing(page, link).stream())).isEmpty();
  }

  @Test
  void every_page_of_the_documentation_is_found_from_its_first() {
    assertThat(from(FIRST))
        .containsAll(
            Page.all().stream()
                .map(Page::file)
                .filter(file -> file.startsWith("docs"))
                .collect(Collectors.toSet()));
  }

  @Test
  void the_readme_leads_to_the_first_page() {
    assertThat(from(Path.of("README.md"))).contains(FIRST);
  }

  /** What is wrong with a link; links to other places are not followed. */
  private static Optional<String> missing(Page page, String link) {
    if (link.matches("[a-z]+:.*")) {
      return Optional.empty();
    }
    var parts = link.split("#", 2);
    var file = target(page, parts[0]);
    if (!Files.exists(file)) {
      return Optional.of(link + ": there is no " + file);
    }
    if (parts.length == 2 && !Page.read(file).anchors().contains(parts[1])) {
      return Optional.of(link + ": no heading of " + file + " has this anchor");
    }
    return Optional.empty();
  }

  private static Path target(Page page, String link) {
    return link.isEmpty() ? page.file() : page.file().resolveSibling(link).normalize();
  }

  private static Set<Path> from(Path first) {
    var found = new HashSet<Path>();
    follow(first, found);
    return found;
  }

  private static void follow(Path file, Set<Path> found) {
    if (found.add(file)) {
      var page = Page.read(file);
      page.links().stream()
          .filter(link -> !link.matches("[a-z]+:.*"))
          .map(link -> target(page, link.split("#", 2)[0]))
          .filter(target -> target.toString().endsWith(".md"))
          .forEach(target -> follow(target, found));
    }
  }
}
