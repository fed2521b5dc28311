package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Torture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Up and down, killed at random instants and as chosen words are sent. {@code make torture} does it
 * a thousand times.
 */
class TortureTest {
  @Test
  void nothingIsHalfThereWhereverARunnerIsKilled(@TempDir Path folder) {
    assertThat(new Torture(new TorturedPostgres(folder)).run()).isEmpty();
  }
}
