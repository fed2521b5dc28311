package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.athanor.docs.CodeBlock;
import dev.athanor.docs.Page;
import dev.athanor.docs.ShellLine;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial, done as its reader would: what it says to write is written, what it says to type is
 * run on a real PostgreSQL, and what it shows must come out.
 */
class TutorialTest {
  private static final Pattern ID = Pattern.compile("(?<![0-9a-f])[0-9a-f]{12}(?![0-9a-f])");

  /** Ids are drawn: those of the page, and what they are this time. */
  private final Map<String, String> ids = new LinkedHashMap<>();

  private final Postgres database = Postgres.freshDatabase();
  private int run;

  @TempDir private Path here;

  @Test
  void the_tutorial_holds_from_top_to_bottom() throws IOException {
    for (var block : Page.read(Path.of("docs/tutorial.md")).blocks()) {
      switch (block.language()) {
        case "sql" -> Files.writeString(here.resolve(today(block.title())), today(block.text()));
        case "yaml" -> assertThat(here.resolve(block.title())).hasContent(block.text());
        case "console" -> {
          for (var typed : block.typed()) {
            type(block, typed);
          }
        }
        default -> {
          // for a shell with a cluster, or a database of the reader's own
        }
      }
    }
    assertThat(run).as("commands that were run").isGreaterThan(20);
  }

  private void type(CodeBlock block, CodeBlock.Typed typed) throws IOException {
    for (var words : ShellLine.commands(today(typed.typed()))) {
      if (words.getFirst().equals("athanor")) {
        var result =
            new Cli(here)
                .with("ATHANOR_URL", database.url())
                .with("ATHANOR_USERNAME", "postgres")
                .run(words.subList(1, words.size()).toArray(String[]::new));
        // with a folder of its own for each test, a file is named with it
        var shown = (result.out() + result.err()).replace(here + "/", "").stripTrailing();
        learn(typed.shown(), shown.lines().toList());
        assertThat(comparable(shown))
            .as("%s: %s", block, typed.typed())
            .isEqualTo(comparable(today(String.join("\n", typed.shown()).stripTrailing())));
        run++;
      } else {
        shell(words);
      }
    }
  }

  /** What else is typed: folders are made, and files are moved. */
  private void shell(List<String> words) throws IOException {
    var last = here.resolve(words.getLast()).normalize();
    switch (words.getFirst()) {
      case "mkdir" -> Files.createDirectories(last);
      case "cd" -> here = last;
      case "mv" -> {
        for (var pattern : words.subList(1, words.size() - 1)) {
          move(here.resolve(pattern).normalize(), last);
        }
      }
      default -> fail("this test does not know how to " + words);
    }
  }

  private static void move(Path pattern, Path folder) throws IOException {
    try (var files =
        Files.newDirectoryStream(pattern.getParent(), pattern.getFileName().toString())) {
      for (var file : files) {
        Files.move(file, folder.resolve(file.getFileName()));
      }
    }
  }

  /** Which id of the page is which of today's: they stand at the same place. */
  private void learn(List<String> page, List<String> today) {
    for (int i = 0; i < Math.min(page.size(), today.size()); i++) {
      var here = ID.matcher(page.get(i));
      var there = ID.matcher(today.get(i));
      while (here.find() && there.find()) {
        ids.putIfAbsent(here.group(), there.group());
      }
    }
  }

  private String today(String text) {
    return ID.matcher(text).replaceAll(id -> ids.getOrDefault(id.group(), id.group()));
  }

  /** Without a hash, which is over ids, and in an order that does not depend on them. */
  private static List<String> comparable(String text) {
    return text.replaceAll("sha256:[0-9a-f]{64}", "sha256:…")
        .replaceAll("'[0-9a-f]{12}', '[0-9a-f]{12}'", "'…', '…'")
        .lines()
        .sorted()
        .toList();
  }
}
