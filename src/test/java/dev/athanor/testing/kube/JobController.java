package dev.athanor.testing.kube;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The Job controller and the kubelet's bookkeeping: makes a Job's pods one after the other, lets a
 * {@link PodRuntime} run them, and writes pods and Jobs as the real ones do. One pod at a time, one
 * container per pod: what a migration is.
 *
 * <p>Everything happens on one thread, so nothing here is locked.
 */
final class JobController implements AutoCloseable {
  private static final int FORBIDDEN = 403;

  private final KubernetesClient client;
  private final PodRuntime runtime;
  private final PodWriter pods;
  private final Duration backoff;
  private final Map<String, JobRun> runs = new HashMap<>();
  private final ScheduledExecutorService thread;
  private final List<SharedIndexInformer<?>> informers;

  /** Starts. {@code backoff} is the wait before a failed pod's successor: 10 s in the real one. */
  JobController(KubernetesClient client, PodRuntime runtime, Duration backoff) {
    this.client = client;
    this.runtime = runtime;
    this.backoff = backoff;
    this.pods = new PodWriter(client);
    var pool = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("kubelet").factory());
    pool.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    pool.setRemoveOnCancelPolicy(true);
    this.thread = Executors.unconfigurableScheduledExecutorService(pool);
    this.informers =
        List.of(
            client.pods().inAnyNamespace().inform(handler(this::podSeen, this::podGone)),
            client
                .batch()
                .v1()
                .jobs()
                .inAnyNamespace()
                .inform(handler(this::jobSeen, this::jobGone)));
  }

  private <T> ResourceEventHandler<T> handler(Consumer<T> seen, Consumer<T> gone) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        run(() -> seen.accept(object));
      }

      @Override
      public void onUpdate(T before, T object) {
        run(() -> seen.accept(object));
      }

      @Override
      public void onDelete(T object, boolean finalStateUnknown) {
        run(() -> gone.accept(object));
      }
    };
  }

  private void run(Runnable task) {
    later(Duration.ZERO, task);
  }

  private void later(Duration delay, Runnable task) {
    try {
      var _ =
          thread.schedule(
              () -> {
                try {
                  task.run();
                } catch (RuntimeException e) {
                  if (!thread.isShutdown()) {
                    Thread.currentThread()
                        .getUncaughtExceptionHandler()
                        .uncaughtException(Thread.currentThread(), e);
                  }
                }
              },
              delay.toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // closed: nobody is interested any more
    }
  }

  private void jobSeen(Job job) {
    if (JobRun.isFinished(job)) {
      runs.remove(uid(job));
      expire(job);
      return;
    }
    var run = runs.computeIfAbsent(uid(job), _ -> new JobRun(client, job));
    run.observe(job);
    sync(run);
  }

  private void sync(JobRun run) {
    if (run.isFinished() || run.job().getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    if (run.isSuspended()) {
      run.suspend();
      run.pod().ifPresent(pods::delete);
      return;
    }
    if (!run.isStarted()) {
      run.start();
      watchDeadline(run);
    }
    if (run.mayStartPod()) {
      startPod(run);
    }
  }

  private void startPod(JobRun run) {
    try {
      var pod = pods.create(run.job());
      run.podStarted(pod);
      pods.waiting(pod, "ContainerCreating", "");
      runtime.start(run.job(), pod, observer(run, pod));
    } catch (KubernetesClientException e) {
      if (e.getCode() != FORBIDDEN) {
        throw e;
      }
      // a quota: the real one says so and tries again too
      pods.warn(run.job(), "FailedCreate", "Error creating: " + e.getMessage());
      later(backoff, () -> again(run));
    }
  }

  private void again(JobRun run) {
    if (runs.containsValue(run)) {
      sync(run);
    }
  }

  private PodRuntime.Observer observer(JobRun run, Pod pod) {
    return new PodRuntime.Observer() {
      @Override
      public void waiting(String reason, String message) {
        run(() -> pods.waiting(pod, reason, message));
      }

      @Override
      public void warn(String reason, String message) {
        run(() -> pods.warn(pod, reason, message));
      }

      @Override
      public void running() {
        run(
            () -> {
              pods.running(pod);
              run.podRunning();
            });
      }

      @Override
      public void ended(PodEnd end) {
        run(() -> podEnded(run, pod, end));
      }

      private void run(Runnable task) {
        JobController.this.run(task);
      }
    };
  }

  private void podEnded(JobRun run, Pod pod, PodEnd end) {
    pods.ended(pod, end);
    var current = client.resource(pod).get();
    if (current != null && current.getMetadata().getDeletionTimestamp() != null) {
      pods.confirmDeleted(pod);
    }
    if (run.failing().isPresent()) {
      run.podEnded(false, true);
      run.fail();
      return;
    }
    if (run.isSuspended()) {
      run.podEnded(false, false);
      run.write();
      return;
    }
    var verdict = JobVerdict.of(run.job().getSpec(), pod, end, run.failed());
    switch (verdict) {
      case JobVerdict.Complete() -> {
        run.podEnded(true, false);
        run.complete();
      }
      case JobVerdict.Failed failed -> {
        run.podEnded(false, true);
        run.beginFailing(failed);
        run.fail();
      }
      case JobVerdict.Again(var counted) -> {
        run.podEnded(false, counted);
        run.waitForRetry(true);
        run.write();
        later(
            backoff,
            () -> {
              run.waitForRetry(false);
              again(run);
            });
      }
    }
  }

  private void watchDeadline(JobRun run) {
    var seconds = run.job().getSpec().getActiveDeadlineSeconds();
    if (seconds == null) {
      return;
    }
    var verdict =
        new JobVerdict.Failed("DeadlineExceeded", "Job was active longer than specified deadline");
    later(
        Duration.ofSeconds(seconds),
        () -> {
          if (run.isFinished() || run.isSuspended() || !runs.containsValue(run)) {
            return;
          }
          run.beginFailing(verdict);
          // the Job has failed only when its pod is over: podEnded goes on from here
          run.pod().ifPresentOrElse(pods::delete, run::fail);
        });
  }

  private void expire(Job job) {
    var seconds = job.getSpec().getTtlSecondsAfterFinished();
    if (seconds != null) {
      later(
          Duration.ofSeconds(seconds),
          () ->
              Gone.ignored(
                  () -> {
                    var same = client.resource(job);
                    var current = same.get();
                    return current != null && uid(current).equals(uid(job))
                        ? same.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete()
                        : List.of();
                  }));
    }
  }

  private void jobGone(Job job) {
    runs.remove(uid(job));
  }

  private static String uid(Job job) {
    return job.getMetadata().getUid();
  }

  private void podSeen(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      var grace = pod.getMetadata().getDeletionGracePeriodSeconds();
      runtime.stop(pod, Duration.ofSeconds(Objects.requireNonNullElse(grace, 0L)));
    }
  }

  /** Removed without waiting for the node: whatever still runs has no right to. */
  private void podGone(Pod pod) {
    runtime.stop(pod, Duration.ZERO);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
    thread.shutdownNow();
    try {
      // it may be starting a pod just now, which the runtime must know of to end it
      var _ = thread.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    runtime.close();
  }
}
