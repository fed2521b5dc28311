package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How far a Job is, in the words of its log. */
class JobProgressTest {
  @Test
  void a_step_that_has_begun_is_not_done() {
    assertThat(JobProgress.read("upgrade to head: 7 steps\n1/7 upgrade a1\n"))
        .contains(new JobProgress(0, 7));
  }

  @Test
  void a_step_with_its_time_is_done() {
    assertThat(JobProgress.read("1/7 upgrade a1\n1/7 upgrade a1: 3 statements, 12 ms\n"))
        .contains(new JobProgress(1, 7));
  }

  @Test
  void the_last_word_counts_and_other_lines_do_not() {
    assertThat(
            JobProgress.read(
                """
                2/7 downgrade b2: 1 statements, 1.2 s
                3/7 stamp
                upgrade c3: running for 40.0 s: CREATE INDEX i ON t (4/7 upgrade)
                warning: 6/7 upgrade x
                """))
        .contains(new JobProgress(2, 7));
  }

  @Test
  void a_log_without_steps_says_nothing() {
    assertThat(
            JobProgress.read(
                "waiting for the lock for 3.0 s, since 2026-11-23T12:00:00Z, held by 42\n"))
        .isEmpty();
    assertThat(JobProgress.read("")).isEmpty();
  }
}
