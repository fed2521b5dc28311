package dev.athanor.error;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.api.ConditionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonCatalogueTest {
  private static final Pattern SECTION = Pattern.compile("## (\\d+)( to (\\d+))?: .*");
  private static final int[] NO_EXIT_CODE = {-1, -1};
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| .+ \\| .+ \\|");

  @Test
  void theCatalogueHasARowForEveryReasonAndNoOther() throws IOException {
    var ofErrors = Arrays.stream(Reason.values()).map(Reason::id);
    var ofConditions = Arrays.stream(ConditionReason.values()).map(ConditionReason::id);

    assertThat(catalogue().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(ofErrors, ofConditions).collect(Collectors.toSet()));
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aReasonStandsInTheSectionOfItsExitCode(Reason reason) throws IOException {
    var codes = catalogue().getOrDefault(reason.id(), NO_EXIT_CODE);
    assertThat(reason.exitCode()).isBetween(codes[0], codes[1]);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aReasonIsFoundByItsName(Reason reason) {
    assertThat(Reason.of(reason.id())).contains(reason);
    assertThat(reason.id()).matches("([A-Z][a-z]*)+");
  }

  /** Reason to the exit codes that its section's heading gives. */
  private static Map<String, int[]> catalogue() throws IOException {
    var rows = new TreeMap<String, int[]>();
    int[] codes = null;
    for (var line : Files.readAllLines(Path.of("docs/reasons.md"))) {
      var section = SECTION.matcher(line);
      var row = ROW.matcher(line);
      if (section.matches()) {
        var first = Integer.parseInt(section.group(1));
        codes =
            new int[] {
              first, section.group(3) == null ? first : Integer.parseInt(section.group(3))
            };
      } else if (line.startsWith("## ")) {
        codes = line.equals("## Only on the resource") ? NO_EXIT_CODE : null;
      } else if (codes != null && row.matches()) {
        assertThat(rows.put(row.group(1), codes)).as("one row for " + row.group(1)).isNull();
      }
    }
    return rows;
  }
}
