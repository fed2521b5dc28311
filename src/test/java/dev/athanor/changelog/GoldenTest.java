package dev.athanor.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.error.AthanorException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whole files: every one in {@code good} is accepted, every one in {@code bad} as expected. */
class GoldenTest {
  static final Path GOOD = Path.of("src/test/resources/changelog/good");
  private static final Path BAD = Path.of("src/test/resources/changelog/bad");

  @Test
  void everyGoodFileIsAcceptedAndCanBeTakenBack() {
    var set = RevisionSet.of(List.of(Source.folder(GOOD)));
    assertThat(set.graph().heads()).containsExactly("f6");
    for (var file : set.files()) {
      assertThat(FileCheck.check(file)).as(file.name()).isEmpty();
      FileCheck.requireRollback(file);
    }
  }

  @Test
  void everyBadFileIsRefusedForItsReasonAndLine() throws IOException {
    var expected =
        Files.readAllLines(BAD.resolve("EXPECTED")).stream()
            .map(line -> line.replaceAll(" +", " "))
            .collect(Collectors.toCollection(TreeSet::new));
    try (var files = Files.list(BAD)) {
      var found =
          files
              .filter(path -> !path.endsWith("EXPECTED"))
              .map(GoldenTest::outcome)
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(found).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void theExamplesInTheManualAreAccepted() throws IOException {
    var names = List.of("short.sql", "formatted.sql", "changes.yaml");
    var examples =
        Pattern.compile("(?m)(?:^ {4}.*\\n|^\\n(?= {4}))+")
            .matcher(Files.readString(Path.of("docs/revision-files.md")))
            .results()
            .map(match -> match.group().strip().replaceAll("(?m)^ {4}", "") + "\n")
            .toList();
    assertThat(examples).hasSameSizeAs(names);
    for (int i = 0; i < names.size(); i++) {
      var file = Given.file(names.get(i), examples.get(i));
      assertThat(FileCheck.check(file)).as(examples.get(i)).isEmpty();
    }
  }

  private static String outcome(Path path) {
    var name = path.getFileName().toString();
    try {
      var file = RevisionFile.of(name, path.toString(), Files.readAllBytes(path));
      FileCheck.check(file.orElseThrow());
      return name + " accepted";
    } catch (AthanorException e) {
      return "%s %s %d".formatted(name, e.reason().id(), e.line());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<RevisionFile> good() {
    return RevisionSet.of(List.of(Source.folder(GOOD))).files().stream();
  }
}
