package dev.athanor.operator;

import dev.athanor.api.ConditionReason;
import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.DeletionPolicy;
import dev.athanor.error.Reason;
import dev.athanor.operator.JobView.State.Active;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Observe, decide, act; everything that needs thinking about is in {@link Decide}. */
final class MigrationReconciler implements Reconciler<DatabaseMigration> {
  /** A pod that does not start is looked at again: some of the reasons are told in events only. */
  private static final Duration STUCK = Duration.ofSeconds(10);

  private static final Duration A_MOMENT = Duration.ofMillis(100);

  private static final Duration CONFLICT = Duration.ofSeconds(10);

  /** Its end is told by a watch, unless somebody has edited the Job so that it is not ours. */
  private static final Duration DELETION_WAITS = Duration.ofMinutes(1);

  private final OperatorSettings settings;
  private final Acting acting;
  private final Holding holding;
  private final Events events;
  private final Plans plans;
  private final Measurements measurements;
  private final WorkLog work;
  private final Watched watched = new Watched();
  private final Neighbours neighbours = new Neighbours(watched::having);
  private final Observer observer;

  MigrationReconciler(
      KubernetesClient client,
      OperatorSettings settings,
      String instance,
      Measurements measurements,
      WorkLog work) {
    this.settings = settings;
    this.measurements = measurements;
    this.work = work;
    this.acting = new Acting(client, settings);
    this.holding = new Holding(client);
    this.events = new Events(client, settings.clock(), instance);
    this.plans = new Plans(client);
    this.observer = new Observer(client, new Sources(client, watched), neighbours, settings);
  }

  @Override
  public List<EventSource<?, DatabaseMigration>> prepareEventSources(
      EventSourceContext<DatabaseMigration> context) {
    return watched.sources(context);
  }

  @Override
  public UpdateControl<DatabaseMigration> reconcile(
      DatabaseMigration resource, Context<DatabaseMigration> context) {
    return work.during(() -> lookAndAct(resource, context));
  }

  private UpdateControl<DatabaseMigration> lookAndAct(
      DatabaseMigration resource, Context<DatabaseMigration> context) {
    if (context.isPrimaryResourceDeleted()) {
      return UpdateControl.noUpdate();
    }
    if (resource.isMarkedForDeletion()) {
      return holding.held(resource) ? waitOrLetGo(resource, context) : UpdateControl.noUpdate();
    }
    var observed = observe(resource, context);
    var settled = settle(resource, observed, context);
    holding.tend(settled.resource(), settled.decision());
    return again(observed, settled.decision());
  }

  /**
   * What came of an observation.
   *
   * @param resource as it is now
   * @param written whether the status says something else now
   */
  private record Settled(DatabaseMigration resource, Decision decision, boolean written) {}

  /** From what was observed to what is written. */
  private Settled settle(
      DatabaseMigration resource, Observed first, Context<DatabaseMigration> context) {
    var observed = first;
    var facts = new ArrayList<Facts.Fact>();
    var decision = Decide.decide(observed);
    var told = new ArrayList<Runnable>();
    while (decision instanceof Decision.ReadResult(var job)) {
      var status = ResultReading.into(observed, job);
      if (ResultReading.hasPlanned(job)) {
        plans.show(resource, job);
      } else {
        var last = Objects.requireNonNull(status.lastOperation());
        facts.add(Facts.ended(job, last));
        told.add(() -> measurements.ended(job, last));
      }
      observed = observer.knowing(observed, status);
      decision = Decide.decide(observed);
    }
    var current = resource;
    if (observed.jobs().stream().anyMatch(JobView::unreleased)) {
      // first the result, then whatever comes of it: it must not be lost on the way
      current = say(current, StatusOf.decision(observed, decision), context);
      told.forEach(Runnable::run);
      observed.jobs().stream()
          .filter(JobView::unreleased)
          .forEach(job -> acting.release(resource, job));
    }
    if (decision instanceof Decision.Run) {
      current = holding.hold(current);
    }
    var done = act(current, observed, decision, context, facts);
    var before = Optional.ofNullable(current.getStatus()).orElse(observed.status());
    var after = StatusOf.decision(observed, done);
    var written = !after.equals(resource.getStatus());
    current = say(current, after, context);
    facts.addAll(Facts.changed(before, after, done));
    facts.forEach(fact -> events.tell(resource, fact));
    Surplus.of(observed.jobs(), Optional.ofNullable(after.job()), observed.spec().job())
        .forEach(job -> acting.tidy(resource, job));
    if (!Neighbours.key(after).equals(Neighbours.key(before))) {
      neighbours.of(resource, after).forEach(watched::tell);
    }
    return new Settled(current, done, written);
  }

  /** The resources that are known. */
  List<DatabaseMigration> resources() {
    return watched.migrations();
  }

  private Observed observe(DatabaseMigration resource, Context<DatabaseMigration> context) {
    return observer.observe(
        resource,
        context.getSecondaryResources(Job.class),
        context.getSecondaryResources(Pod.class));
  }

  private Decision act(
      DatabaseMigration resource,
      Observed observed,
      Decision decision,
      Context<DatabaseMigration> context,
      List<Facts.Fact> facts) {
    return switch (decision) {
      case Decision.Run run -> {
        var done = acting.run(resource, run, observed.now(), job -> watched.remember(job));
        if (done instanceof Decision.Run) {
          facts.add(Facts.started(run.attempt()));
        }
        yield done;
      }
      case Decision.Withdraw(var job, _) -> {
        context.getSecondaryResources(Job.class).stream()
            .filter(it -> job.name().equals(it.getMetadata().getName()))
            .forEach(acting::withdraw);
        yield decision;
      }
      case Decision.ReadResult _,
          Decision.UpToDate _,
          Decision.Running _,
          Decision.Waiting _,
          Decision.Suspended _,
          Decision.AwaitApproval _,
          Decision.Stalled _ ->
          decision;
    };
  }

  /** Writes the status if it says anything new. */
  private static DatabaseMigration say(
      DatabaseMigration resource,
      DatabaseMigrationStatus status,
      Context<DatabaseMigration> context) {
    if (status.equals(resource.getStatus())) {
      return resource;
    }
    var fresh = new DatabaseMigration();
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(resource.getMetadata().getNamespace())
            .build());
    fresh.setStatus(status);
    return PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(resource, fresh, context);
  }

  private UpdateControl<DatabaseMigration> again(Observed observed, Decision decision) {
    var control = UpdateControl.<DatabaseMigration>noUpdate();
    return switch (decision) {
      case Decision.Waiting(_, _, _, var until) when until.isPresent() ->
          control.rescheduleAfter(atLeastAMoment(Duration.between(observed.now(), until.get())));
      case Decision.Running(var job, _, _) ->
          control.rescheduleAfter(started(job) ? settings.progressInterval() : STUCK);
      case Decision.Run _, Decision.Withdraw _ -> control.rescheduleAfter(STUCK);
      // the older one may go or change without anybody telling this one
      case Decision.Stalled(var reason, _) when reason.equals(Reason.DATABASE_CONFLICT.id()) ->
          control.rescheduleAfter(CONFLICT);
      case Decision.ReadResult _,
          Decision.UpToDate _,
          Decision.Waiting _,
          Decision.Suspended _,
          Decision.AwaitApproval _,
          Decision.Stalled _ ->
          control;
    };
  }

  private static Duration atLeastAMoment(Duration wait) {
    return wait.compareTo(A_MOMENT) > 0 ? wait : A_MOMENT;
  }

  private static boolean started(JobView job) {
    return job.state() instanceof Active(var started, _, _) && started;
  }

  /**
   * Waits for a Job that is at work. One that never started is taken back, and one whose result
   * nobody reads any more is deleted: neither has an owner to go with.
   */
  private UpdateControl<DatabaseMigration> waitOrLetGo(
      DatabaseMigration resource, Context<DatabaseMigration> context) {
    var left = observer.left(resource);
    var takeBack = resource.getSpec().deletionPolicy() == DeletionPolicy.DOWNGRADE;
    var active =
        left.stream()
            .filter(it -> it.view().active() && !(takeBack && it.view().takesBack()))
            .findFirst();
    var control = UpdateControl.<DatabaseMigration>noUpdate();
    if (active.isEmpty()) {
      var wait = takeBack ? untilTakenBack(resource, left, context) : Optional.<Duration>empty();
      if (wait.isPresent()) {
        return control.rescheduleAfter(wait.get());
      }
      left.stream()
          .map(Observer.Left::view)
          .filter(JobView::unreleased)
          .forEach(job -> acting.tidy(resource, job));
      holding.letGo(resource);
      return control;
    }
    if (!started(active.get().view())) {
      acting.withdraw(active.get().job());
      return control.rescheduleAfter(Duration.ofSeconds(1));
    }
    var observed =
        Observed.of(
            resource,
            new SourceState.Missing("the resource is being deleted"),
            left.stream().map(Observer.Left::view).toList(),
            settings.clock().instant());
    say(resource, StatusOf.deleting(observed, active.get().view()), context);
    return control.rescheduleAfter(DELETION_WAITS);
  }

  /** How long to wait until the database is at base, if it is this resource's to take there. */
  private Optional<Duration> untilTakenBack(
      DatabaseMigration resource, List<Observer.Left> left, Context<DatabaseMigration> context) {
    var observed = observer.takingBack(resource, left.stream().map(Observer.Left::view).toList());
    var status = observed.status();
    var untouched = status.current() == null && status.lastOperation() == null;
    if (observed.elder().isPresent()
        || (untouched && observed.jobs().isEmpty())
        || List.of().equals(status.current())) {
      return Optional.empty();
    }
    var settled = settle(resource, observed, context);
    return switch (settled.decision()) {
      // the finalizer goes from what is there now: with what was there before it does not
      case Decision.UpToDate _ -> settled.written() ? Optional.of(A_MOMENT) : Optional.empty();
      // nothing can be made in a namespace that goes, and it must not wait for ever
      case Decision.Waiting(_, var reason, _, _) ->
          reason.equals(ConditionReason.NAMESPACE_TERMINATING.id())
              ? Optional.empty()
              : Optional.of(STUCK);
      case Decision.ReadResult _,
          Decision.Running _,
          Decision.Withdraw _,
          Decision.Suspended _,
          Decision.Run _,
          Decision.AwaitApproval _,
          Decision.Stalled _ ->
          Optional.of(STUCK);
    };
  }
}
