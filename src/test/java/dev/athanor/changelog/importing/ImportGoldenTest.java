package dev.athanor.changelog.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.changelog.SqlSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code import/<tool>/source} becomes {@code expected}, with {@code warnings.txt}. */
class ImportGoldenTest {
  private static final Path ROOT = Path.of("src/test/resources/import");

  @ParameterizedTest
  @EnumSource(Tool.class)
  void theHistoryOf(Tool tool) throws IOException {
    var folder = ROOT.resolve(tool.name().toLowerCase(Locale.ROOT).replace('_', '-'));

    var imported = read(tool, folder);

    var texts = new TreeMap<String, String>();
    imported.files().forEach(file -> texts.put(file.name(), file.text()));
    assertThat(texts).isEqualTo(texts(folder.resolve("expected")));
    assertThat(
            imported.warnings().stream()
                .map(
                    warning ->
                        folder.resolve("source").relativize(Path.of(warning.file()))
                            + (warning.line() > 0 ? ":" + warning.line() : "")
                            + ": "
                            + warning.message()))
        .isEqualTo(Files.readAllLines(folder.resolve("warnings.txt")));
  }

  @ParameterizedTest
  @EnumSource(Tool.class)
  void isTheSameEachTime(Tool tool) {
    var folder = ROOT.resolve(tool.name().toLowerCase(Locale.ROOT).replace('_', '-'));

    assertThat(read(tool, folder)).isEqualTo(read(tool, folder));
  }

  private static Imported read(Tool tool, Path folder) {
    return tool.read(
        folder.resolve("source"),
        new ImportOptions(
            Map.of("schema", "public"),
            Optional.of(folder.resolve("up.sql")).filter(Files::exists),
            Optional.of(folder.resolve("down.sql")).filter(Files::exists),
            Optional.empty(),
            false,
            SqlSyntax.POSTGRESQL));
  }

  private static Map<String, String> texts(Path folder) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }
}
