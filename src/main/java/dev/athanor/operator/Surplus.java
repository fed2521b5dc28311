package dev.athanor.operator;

import dev.athanor.api.JobSpec;
import dev.athanor.api.JobStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finished Jobs beyond those that are kept for their logs. Pure. */
final class Surplus {
  private Surplus() {}

  /**
   * Those whose result is in the status, the oldest ones beyond the limits; never the last one.
   *
   * @param jobs the oldest first, as far as their timestamps, in seconds, tell
   */
  static List<JobView> of(List<JobView> jobs, Optional<JobStatus> last, JobSpec limits) {
    var name = last.map(JobStatus::name).orElse("");
    // the last one is the newest, whatever the seconds say
    var done =
        jobs.stream()
            .filter(job -> !job.active() && job.recorded())
            .sorted(Comparator.comparing(job -> job.name().equals(name)))
            .toList();
    return Stream.concat(
            beyond(
                done.stream().filter(JobView::complete).toList(),
                limits.successfulJobsHistoryLimit()),
            beyond(
                done.stream().filter(job -> !job.complete()).toList(),
                limits.failedJobsHistoryLimit()))
        .filter(job -> !job.name().equals(name))
        .toList();
  }

  private static Stream<JobView> beyond(List<JobView> jobs, int limit) {
    return jobs.stream().limit(Math.max(0, jobs.size() - limit));
  }
}
