package dev.athanor.operator;

import dev.athanor.api.JobStatus;
import dev.athanor.api.LockStatus;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the log of a Job at work says of it.
 *
 * @param progress how far it is
 * @param lock whom it waits for
 */
public record JobLog(Optional<JobProgress> progress, Optional<LockStatus> lock) {
  /** Nothing, or nobody has asked. */
  static final JobLog SILENT = new JobLog(Optional.empty(), Optional.empty());

  /** {@code waiting for the lock for 11.0 s, since 2026-…Z, held by process 42}. */
  private static final Pattern WAITS =
      Pattern.compile("waiting for the lock for [^,]*, since ([-:.TZ0-9]{1,64}), held by (.+)");

  private static final int HOLDER = 512;

  /** Its last lines. It waits for the lock when the very last one says so. */
  static JobLog read(String log) {
    return new JobLog(
        JobProgress.read(log),
        log.lines()
            .reduce((_, later) -> later)
            .map(WAITS::matcher)
            .filter(line -> line.matches())
            .map(line -> new LockStatus(line.group(1), Fitting.cut(line.group(2), HOLDER))));
  }

  /** What a status has said of it. */
  static JobLog said(JobStatus job) {
    return new JobLog(
        Optional.ofNullable(job.progress()).flatMap(JobProgress::parse),
        Optional.ofNullable(job.lock()));
  }

  /** The same, as far as it was known to be when it does not say. */
  JobLog atLeast(JobLog before) {
    return new JobLog(progress.or(before::progress), lock);
  }
}
