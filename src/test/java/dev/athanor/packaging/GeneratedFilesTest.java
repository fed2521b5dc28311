package dev.athanor.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFilesTest {
  static Stream<GeneratedFiles.Generated> files() {
    return GeneratedFiles.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  void what_is_committed_is_what_its_source_says(GeneratedFiles.Generated file) throws IOException {
    assertThat(Files.readString(file.path()))
        .as(file.path() + " differs from its source: run `make generate`")
        .isEqualTo(file.text());
  }
}
