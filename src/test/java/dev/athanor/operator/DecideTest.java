package dev.athanor.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.api.AppliedStatus;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.JobPhase;
import dev.athanor.api.JobStatus;
import dev.athanor.api.OperationName;
import dev.athanor.api.OperationStatus;
import dev.athanor.api.PlanStatus;
import dev.athanor.api.RetryStatus;
import dev.athanor.changelog.Source;
import dev.athanor.operator.JobView.Assignment;
import dev.athanor.operator.JobView.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The questions of {@link Decide}, and which of two answers comes first.
 *
 * <pre>
 *   a1 ── b2 ── c3
 * </pre>
 */
class DecideTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String HASH = "sha256:" + "0".repeat(64);
  private static final SourceState.Loaded SET = set("a1", "b2", "c3");
  private static final SourceState MISSING = new SourceState.Missing("no ConfigMap");
  private static final ErrorDetail SQL = new ErrorDetail("SqlFailed", "no such table");
  private static final ErrorDetail UNREACHABLE = new ErrorDetail("DatabaseUnreachable", "no route");

  static Stream<Arguments> situations() {
    return Stream.of(
        // what is known of the database
        row("first contact needs a Job", at(null), "Run"),
        row("steps to go", at("a1"), "Run"),
        row("at base there is everything to do", at(""), "Run"),
        row("at the target", at("c3"), "UpToDate UpToDate"),
        row(
            "beyond the target",
            at("c3").spec(it -> it.target("a1")),
            "Stalled DowngradeForbidden"),
        row("at what the set does not know", at("z9"), "Stalled DowngradeForbidden"),
        row(
            "upgrade to base",
            at("c3").spec(it -> it.target("base")),
            "Stalled DowngradeForbidden"),
        row("beyond, and allowed", at("c3").spec(it -> it.target("a1").allowDowngrade()), "Run"),
        row("unknown to the set, and allowed", at("z9").spec(it -> it.allowDowngrade()), "Run"),
        // source and target
        row("no ConfigMap", at("a1").source(MISSING), "Waiting ConfigMapNotFound"),
        row("no such target", at("a1").spec(it -> it.target("nowhere")), "Stalled UnknownRevision"),
        row(
            "no such target, at first contact",
            at(null).spec(it -> it.target("nowhere")),
            "Stalled UnknownRevision"),
        // a Job at work comes before everything but a result
        row("a Job runs", at("a1").job(active(1, true)), "Running JobRunning"),
        row(
            "a Job runs, the ConfigMap is gone",
            at("a1").source(MISSING).job(active(1, true)),
            "Running JobRunning"),
        row("a Job runs for an earlier spec", at("a1").job(active(0, true)), "Running JobRunning"),
        row(
            "a Job that never started, for this spec",
            at("a1").job(active(1, false)),
            "Running JobPending"),
        row(
            "a Job that never started, for an earlier spec",
            at("a1").job(active(0, false)),
            "Withdraw"),
        row("a Job has ended", at("a1").job(ended(false)), "ReadResult"),
        row(
            "a Job has ended, another runs",
            at("a1").job(ended(false)).job(active(1, true)),
            "ReadResult"),
        row("a Job has ended, and was read", at("c3").job(ended(true)), "UpToDate UpToDate"),
        // what the last operation says
        row("done with this very set", at("a1").last(1, null), "UpToDate UpToDate"),
        row("done for an earlier spec", at("a1").last(0, null), "Run"),
        row("failed for good", at("a1").last(1, SQL), "Stalled SqlFailed"),
        row("failed for good, another set", at("a1").last(1, SQL).source(set("a1", "b2")), "Run"),
        row("failed for good for an earlier spec", at("a1").last(0, SQL), "Run"),
        row(
            "too early to try again",
            at("a1").last(1, UNREACHABLE).retry(0, "2026-11-23T12:00:02Z"),
            "Waiting DatabaseUnreachable"),
        row(
            "too early by more than any wait: the clock was put back",
            at("a1").last(1, UNREACHABLE).retry(0, "2026-11-23T12:00:05Z"),
            "Run"),
        row(
            "time to try again",
            at("a1").last(1, UNREACHABLE).retry(0, "2026-11-23T12:00:00Z"),
            "Run"),
        row(
            "too early, but another set",
            at("a1").last(1, UNREACHABLE).retry(0, "2026-11-23T12:00:05Z").source(set("a1", "b2")),
            "Run"),
        row(
            "one crash too many",
            at("a1").last(1, new ErrorDetail("OutOfMemory", "m")).retry(2, "2026-11-23T11:00:00Z"),
            "Stalled RetriesExhausted"),
        // once
        row("a step down", at("c3").spec(it -> it.operation(OperationName.DOWNGRADE, "-1")), "Run"),
        row(
            "a step down, done",
            at("b2").spec(it -> it.operation(OperationName.DOWNGRADE, "-1")).last(1, null),
            "UpToDate Downgraded"),
        row(
            "a step down, done, the source is gone",
            at("b2")
                .spec(it -> it.operation(OperationName.DOWNGRADE, "-1"))
                .last(1, null)
                .source(MISSING),
            "UpToDate Downgraded"),
        row(
            "a step down, done, another set",
            at("b2")
                .spec(it -> it.operation(OperationName.DOWNGRADE, "-1"))
                .last(1, null)
                .source(set("a1")),
            "UpToDate Downgraded"),
        row(
            "too many steps down",
            at("a1").spec(it -> it.operation(OperationName.DOWNGRADE, "-3")),
            "Stalled RelativeOutOfRange"),
        row(
            "half-way down, only the journal knows the target",
            at("a1")
                .spec(it -> it.operation(OperationName.DOWNGRADE, "-2"))
                .last(1, UNREACHABLE)
                .retry(0, "2026-11-23T11:00:00Z"),
            "Run"),
        row(
            "a stamp where it already is, is a stamp",
            at("c3").spec(it -> it.operation(OperationName.STAMP, "c3")),
            "Run"),
        row(
            "a stamp, done",
            at("c3").spec(it -> it.operation(OperationName.STAMP, "c3")).last(1, null),
            "UpToDate Stamped"),
        row(
            "one step up, done",
            at("b2").spec(it -> it.target("+1")).last(1, null),
            "UpToDate UpToDate"),
        // what a change of the set is
        row(
            "a file of what is applied was edited: a Job looks",
            at("c3").applied(3, "sha256:others"),
            "Run"),
        row(
            "what is applied is what was applied",
            at("c3").applied(3, applied("a1", "b2", "c3")),
            "UpToDate UpToDate"),
        row(
            "the last file is gone",
            at("c3").applied(3, applied("a1", "b2", "c3")).source(set("a1", "b2")),
            "Stalled DowngradeForbidden"),
        row(
            "another file has the place of the last",
            at("c3").applied(3, applied("a1", "b2", "c3")).source(set("a1", "b2", "d4")),
            "Stalled RevisionReplaced"),
        row(
            "another file has the place of the last, and it may go down",
            at("c3")
                .spec(it -> it.allowDowngrade())
                .applied(3, applied("a1", "b2", "c3"))
                .source(set("a1", "b2", "d4")),
            "Run"),
        row(
            "the set was emptied",
            at("c3").source(Sources.read(List.of(), List.of())),
            "Stalled EmptyRevisionSet"),
        // approvals
        row("what is to be approved is planned", at("a1").spec(it -> it.manual()), "Plan"),
        row("a plan waits", at("a1").spec(it -> it.manual()).plan(2, "a1"), "AwaitApproval"),
        row(
            "an approved plan is carried out",
            at("a1").spec(it -> it.manual().approve(HASH)).plan(2, "a1"),
            "Run"),
        row(
            "another plan was approved",
            at("a1").spec(it -> it.manual().approve(HASH.replace('0', '1'))).plan(2, "a1"),
            "AwaitApproval"),
        row(
            "the database has moved under the plan",
            at("b2").spec(it -> it.manual().approve(HASH)).plan(2, "a1"),
            "Plan"),
        row(
            "the set has moved under the plan",
            at("a1").spec(it -> it.manual()).plan(2, "a1").source(set("a1", "b2")),
            "Plan"),
        row("nobody is asked about nothing", at("c3").spec(it -> it.manual()), "UpToDate UpToDate"),
        row(
            "a plan without steps needs nobody",
            at("c3").spec(it -> it.manual().operation(OperationName.STAMP, "c3")).plan(0, "c3"),
            "Run"),
        row(
            "suspended, nothing is planned",
            at("a1").spec(it -> it.manual().suspended()),
            "Suspended"),
        row(
            "the way back is planned where it takes an approval",
            at("c3").spec(it -> it.target("a1").requireApproval()),
            "Plan"),
        row("the way forward takes none there", at("a1").spec(it -> it.requireApproval()), "Run"),
        row(
            "a Job has found that it would go down",
            at("a1").spec(it -> it.requireApproval()).last(1, new ErrorDetail("NotApproved", "m")),
            "Plan"),
        row(
            "another look plans anew",
            at("a1").spec(it -> it.manual()).plan(2, "a1").forced(),
            "Plan"),
        // one database, two resources
        row(
            "an older resource keeps the database",
            at("a1").beside("shop/orders"),
            "Stalled DatabaseConflict"),
        row(
            "also where this one is done",
            at("c3").beside("shop/orders"),
            "Stalled DatabaseConflict"),
        row(
            "a Job that runs is left to finish",
            at("a1").beside("shop/orders").job(active(1, true)),
            "Running JobRunning"),
        row(
            "the older one is gone",
            at("a1").last(1, new ErrorDetail("DatabaseConflict", "m")),
            "Run"),
        // suspended
        row("suspended with something to do", at("a1").spec(it -> it.suspended()), "Suspended"),
        row(
            "suspended with nothing to do",
            at("c3").spec(it -> it.suspended()),
            "UpToDate UpToDate"),
        row(
            "suspended while a Job runs",
            at("a1").spec(it -> it.suspended()).job(active(1, true)),
            "Running JobRunning"),
        // another look
        row("another look at what is up to date", at("c3").forced(), "Run"),
        row("another look at what failed for good", at("a1").last(1, SQL).forced(), "Run"),
        row(
            "another look at what waits",
            at("a1").last(1, UNREACHABLE).retry(0, "2026-11-23T12:00:05Z").forced(),
            "Run"),
        row("another look at what is beyond", at("z9").forced(), "Run"),
        row(
            "another look without a source",
            at("c3").source(MISSING).forced(),
            "Waiting ConfigMapNotFound"),
        row(
            "another look while suspended",
            at("c3").spec(it -> it.suspended()).forced(),
            "Suspended"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void what_is_decided(String name, Situation situation, String expected) {
    var observed = situation.observed();

    var decision = Decide.decide(observed);

    assertThat(brief(decision)).as(name).isEqualTo(expected);
    var resource = situation.resource();
    resource.setStatus(StatusOf.decision(observed, decision));
    KStatus.check(resource);
  }

  private static Arguments row(String name, Situation situation, String expected) {
    return Arguments.of(name, situation, expected);
  }

  private static String brief(Decision decision) {
    var name = decision.getClass().getSimpleName();
    return switch (decision) {
      case Decision.UpToDate it -> name + " " + it.reason().id();
      case Decision.Running it -> name + " " + it.reason();
      case Decision.Waiting it -> name + " " + it.reason();
      case Decision.Stalled it -> name + " " + it.reason();
      case Decision.Run it -> it.attempt().planning() ? "Plan" : name;
      case Decision.Withdraw _,
          Decision.Suspended _,
          Decision.AwaitApproval _,
          Decision.ReadResult _ ->
          name;
    };
  }

  private static SourceState.Loaded set(String... ids) {
    var data = OperatorScene.line("orders-revisions", ids).getData();
    return (SourceState.Loaded)
        Sources.read(
            List.of("orders-revisions"),
            List.of(Source.configMap("default", "orders-revisions", data, Map.of())));
  }

  private static JobView active(long generation, boolean started) {
    return job(
        "orders-active",
        generation,
        new State.Active(started, Optional.empty(), JobLog.SILENT),
        false);
  }

  private static JobView ended(boolean recorded) {
    return job(
        "orders-ended", 1, new State.Finished(true, "Complete", NOW, Optional.empty()), recorded);
  }

  private static JobView job(String name, long generation, State state, boolean recorded) {
    return new JobView(
        name,
        NOW.minusSeconds(60),
        new Assignment(
            "upgrade",
            "head",
            generation,
            SET.digest(),
            1,
            Optional.empty(),
            false,
            Optional.empty()),
        state,
        recorded);
  }

  private static Situation at(@Nullable String current) {
    return new Situation(
        it -> it,
        SET,
        current == null ? null : current.isEmpty() ? List.of() : List.of(current),
        List.of(),
        null,
        null,
        false,
        null,
        null,
        null);
  }

  private static String applied(String... ids) {
    var all = set("a1", "b2", "c3");
    return Digests.of(Stream.of(ids).map(id -> List.of(id, all.checksums().get(id))).toList());
  }

  /** A resource of generation 1, asked for since then. */
  record Situation(
      UnaryOperator<SpecBuilder> spec,
      SourceState source,
      @Nullable List<String> current,
      List<JobView> jobs,
      @Nullable OperationStatus last,
      @Nullable RetryStatus retry,
      boolean isForced,
      @Nullable AppliedStatus applied,
      @Nullable PlanStatus plan,
      @Nullable String elder) {

    Situation spec(UnaryOperator<SpecBuilder> changes) {
      return new Situation(
          changes, source, current, jobs, last, retry, isForced, applied, plan, elder);
    }

    Situation source(SourceState other) {
      return new Situation(spec, other, current, jobs, last, retry, isForced, applied, plan, elder);
    }

    Situation job(JobView job) {
      var more = Stream.concat(jobs.stream(), Stream.of(job)).toList();
      return new Situation(
          spec, source, current, more, last, retry, isForced, applied, plan, elder);
    }

    Situation last(long generation, @Nullable ErrorDetail error) {
      var operation =
          new OperationStatus(
              "upgrade", null, generation, SET.digest(), null, null, null, null, null, error);
      return new Situation(
          spec, source, current, jobs, operation, retry, isForced, applied, plan, elder);
    }

    Situation retry(int crashes, String nextAttemptAt) {
      var next =
          new RetryStatus(
              last == null || last.error() == null ? "" : last.error().reason(),
              "2026-11-23T11:00:00Z",
              2,
              crashes,
              nextAttemptAt);
      return new Situation(spec, source, current, jobs, last, next, isForced, applied, plan, elder);
    }

    Situation forced() {
      return new Situation(spec, source, current, jobs, last, retry, true, applied, plan, elder);
    }

    Situation applied(int revisions, String digest) {
      var known = new AppliedStatus(revisions, digest);
      return new Situation(spec, source, current, jobs, last, retry, isForced, known, plan, elder);
    }

    /** Planned from that row, with this set. */
    Situation plan(int steps, String from) {
      var made =
          new PlanStatus(
              HASH,
              steps,
              0,
              "orders-plan",
              1,
              SET.digest(),
              spec.apply(new SpecBuilder()).build().target(),
              List.of(from),
              "2026-11-23T11:00:00Z");
      return new Situation(
          spec, source, current, jobs, last, retry, isForced, applied, made, elder);
    }

    Situation beside(String other) {
      return new Situation(
          spec, source, current, jobs, last, retry, isForced, applied, plan, other);
    }

    dev.athanor.api.DatabaseMigration resource() {
      var resource = OperatorScene.migration("orders", spec);
      resource.getMetadata().setUid("11111111-1111-1111-1111-111111111111");
      resource.getMetadata().setGeneration(1L);
      if (isForced) {
        resource.getMetadata().setAnnotations(Map.of(Names.RECONCILE_AT, "now"));
      }
      return resource;
    }

    Observed observed() {
      var resource = resource();
      var asked = Carried.over(resource).asked();
      resource.setStatus(
          new DatabaseMigrationStatus(
              1L,
              List.of(),
              asked,
              current,
              null,
              null,
              null,
              last == null ? null : new JobStatus("orders-before", 1, JobPhase.FAILED, null, null),
              retry,
              last,
              List.of(),
              null,
              plan,
              applied,
              null));
      return Observed.of(resource, source, jobs, NOW).beside(Optional.ofNullable(elder));
    }
  }
}
