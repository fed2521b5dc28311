package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Torture;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at any instant leaves each revision wholly there or not at all, and the next run
 * goes on. {@code make torture} does it a thousand times.
 */
class KilledRunnerTest {
  @Test
  void neverLeavesHalfARevisionAndTheNextRunGoesOn(@TempDir Path folder) {
    assertThat(new Torture(new TorturedPostgres(folder)).run()).isEmpty();
  }
}
