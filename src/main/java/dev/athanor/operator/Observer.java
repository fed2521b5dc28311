package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gathers what a decision rests on: from caches where they will do, from the server where not. */
final class Observer {
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private final KubernetesClient client;
  private final Sources sources;
  private final Neighbours neighbours;
  private final Clock clock;
  private final ProgressLog progress;

  Observer(
      KubernetesClient client, Sources sources, Neighbours neighbours, OperatorSettings settings) {
    this.client = client;
    this.sources = sources;
    this.neighbours = neighbours;
    this.clock = settings.clock();
    this.progress = new ProgressLog(client, settings);
  }

  /**
   * The observation.
   *
   * @param jobs as cached, of this resource and possibly of others
   * @param pods likewise
   */
  Observed observe(DatabaseMigration resource, Collection<Job> jobs, Collection<Pod> pods) {
    return besideOthers(
        Observed.of(resource, sources.of(resource), views(resource, jobs, pods), clock.instant()));
  }

  /** The observation of a resource that is to be taken back before it goes. */
  Observed takingBack(DatabaseMigration resource, List<JobView> jobs) {
    var back = new DatabaseMigration();
    back.setMetadata(resource.getMetadata());
    back.setSpec(resource.getSpec().takenBack());
    back.setStatus(resource.getStatus());
    var archive = new SourceState.Opaque(JobView.ARCHIVE, new Mounted.Archive(), Optional.empty());
    return besideOthers(Observed.of(back, archive, jobs, clock.instant()));
  }

  /** The same with what a result has told of the database. */
  Observed knowing(Observed observed, DatabaseMigrationStatus newer) {
    return besideOthers(observed.with(newer));
  }

  private Observed besideOthers(Observed observed) {
    return observed.beside(neighbours.elder(observed.resource(), observed.status()));
  }

  /** The resource's Jobs. */
  List<JobView> views(DatabaseMigration resource, Collection<Job> jobs, Collection<Pod> pods) {
    var ours = jobs.stream().filter(job -> Ours.of(resource, job)).toList();
    // a pod is its Job's, whosever that is; without one it may be what is left of ours
    var names = jobs.stream().map(job -> job.getMetadata().getName()).collect(Collectors.toSet());
    return Stream.concat(
            ours.stream().map(job -> progress.of(resource, view(job, pods), podsOf(job, pods))),
            pods.stream()
                .filter(pod -> Ours.of(resource, pod))
                .filter(pod -> !names.contains(jobName(pod)))
                .flatMap(pod -> JobReader.leftBehind(jobName(pod), pod).stream()))
        .toList();
  }

  /** A Job that is there when its resource is deleted. */
  record Left(Job job, JobView view) {}

  /**
   * Every Job with the resource's label, asked of the server: what no cache has seen yet, or will
   * not see because somebody has edited it, must not be overlooked when the resource goes.
   */
  List<Left> left(DatabaseMigration resource) {
    var namespace = resource.getMetadata().getNamespace();
    var uid = resource.getMetadata().getUid();
    var jobs =
        client
            .batch()
            .v1()
            .jobs()
            .inNamespace(namespace)
            .withLabel(Names.UID, uid)
            .list()
            .getItems();
    // after the Jobs: a pod that has started since is seen
    var pods = client.pods().inNamespace(namespace).withLabel(Names.UID, uid).list().getItems();
    return jobs.stream().map(job -> new Left(job, view(job, pods))).toList();
  }

  private static List<Pod> podsOf(Job job, Collection<Pod> known) {
    return known.stream().filter(pod -> of(job, pod)).toList();
  }

  private static boolean of(Job job, Pod pod) {
    return job.getMetadata().getNamespace().equals(pod.getMetadata().getNamespace())
        && job.getMetadata().getName().equals(jobName(pod));
  }

  private static String jobName(Pod pod) {
    return JobBuilder.orEmpty(pod.getMetadata().getLabels()).getOrDefault(Names.JOB_NAME, "");
  }

  /**
   * The watches of Jobs and pods are not in step: a result that is not in the cache yet is asked
   * for, before it is taken for lost.
   */
  private JobView view(Job job, Collection<Pod> known) {
    var cached = podsOf(job, known);
    var unread = JobReader.finished(job) && !Ours.released(job);
    var pods = unread && !JobReader.hasExit(cached) ? pods(job) : cached;
    var view = JobReader.read(job, pods, List.of());
    return stuck(view, clock.instant()) ? JobReader.read(job, pods, warnings(job, pods)) : view;
  }

  private List<Pod> pods(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel(Names.JOB_NAME, job.getMetadata().getName())
        .list()
        .getItems();
  }

  /** Most pods start within a moment, and then nobody has to be asked. */
  private static boolean stuck(JobView view, Instant now) {
    return view.state() instanceof JobView.State.Active active
        && !active.started()
        && active.waiting().isEmpty()
        && view.created().plus(A_MOMENT).isBefore(now);
  }

  /** Some things are told nowhere but in events: a volume's missing Secret, a quota. */
  private List<JobReader.Warning> warnings(Job job, List<Pod> pods) {
    // without a pod it is the Job that says why, and with one the pod
    return (pods.isEmpty() ? Stream.of(job) : pods.stream())
        .map(it -> it.getMetadata().getName())
        .flatMap(name -> events(job.getMetadata().getNamespace(), name))
        .toList();
  }

  private Stream<JobReader.Warning> events(String namespace, String name) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", name)
        .list()
        .getItems()
        .stream()
        .filter(event -> "Warning".equals(event.getType()))
        .filter(event -> name.equals(event.getInvolvedObject().getName()))
        .sorted(Comparator.comparing(Observer::seen).reversed())
        .map(
            event ->
                new JobReader.Warning(
                    Objects.requireNonNullElse(event.getReason(), ""),
                    Objects.requireNonNullElse(event.getMessage(), "")));
  }

  private static String seen(Event event) {
    return Objects.requireNonNullElse(event.getLastTimestamp(), "");
  }
}
