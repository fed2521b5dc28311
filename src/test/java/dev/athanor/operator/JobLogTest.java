package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.api.JobPhase;
import dev.athanor.api.JobStatus;
import dev.athanor.api.LockStatus;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the log of a Job says, and what is left of it when it says no more. */
class JobLogTest {
  private static final String WAITS =
      "waiting for the lock for 1 min 11 s, since 2026-11-23T12:00:00Z, held by process 42, psql, active since 2026-11-23T11:00:00Z\n";
  private static final LockStatus LOCK =
      new LockStatus("2026-11-23T12:00:00Z", "process 42, psql, active since 2026-11-23T11:00:00Z");

  @Test
  void a_last_line_about_the_lock_says_who_has_it_and_since_when() {
    assertThat(JobLog.read("warning: something\n" + WAITS).lock()).contains(LOCK);
  }

  @Test
  void any_line_after_it_ends_the_wait() {
    assertThat(JobLog.read(WAITS + "upgrade to head: 3 steps\n").lock()).isEmpty();
    assertThat(JobLog.read("").lock()).isEmpty();
  }

  @Test
  void a_long_description_is_cut_to_what_the_resource_takes() {
    assertThat(JobLog.read(WAITS.strip() + "x".repeat(1000)).lock())
        .hasValueSatisfying(lock -> assertThat(lock.heldBy()).hasSize(512));
  }

  @Test
  void progress_is_remembered_and_a_wait_is_not() {
    var said = JobLog.said(new JobStatus("orders-1", 1, JobPhase.RUNNING, "3/7", LOCK));

    assertThat(JobLog.read("another line\n").atLeast(said))
        .isEqualTo(new JobLog(Optional.of(new JobProgress(3, 7)), Optional.empty()));
  }
}
