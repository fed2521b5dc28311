package dev.athanor.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.database.Database;
import dev.athanor.error.Reason;
import dev.athanor.testing.Postgres;
import dev.athanor.testing.Revisions;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What is carried out is what was approved, and who keeps the database. */
class ApprovedPlanTest {
  private final Postgres postgres = Postgres.freshDatabase();
  private final Revisions revisions = Revisions.line(3);

  private Outcome run(Revisions set, Request request) {
    try (var database = Database.open(postgres.settings())) {
      return new Migrator(database, set.set(), Clock.systemUTC(), Progress.none()).run(request);
    }
  }

  private String hash(Revisions set, Request request) {
    try (var database = Database.open(postgres.settings())) {
      var migrator = new Migrator(database, set.set(), Clock.systemUTC(), Progress.none());
      return migrator.hash(migrator.plan(request));
    }
  }

  private static Request approved(Request request, String hash) {
    return request.withTerms(Terms.NONE.withApprovedPlan(hash));
  }

  private static Optional<Reason> reason(Outcome outcome) {
    return outcome.error().map(error -> error.reason());
  }

  @Test
  void theApprovedPlanIsCarriedOut() {
    var head = Request.upgrade("head");

    run(revisions, approved(head, hash(revisions, head))).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
  }

  @Test
  void aPlanForAnotherStateOfTheDatabaseIsWorthless() {
    var head = Request.upgrade("head");
    var hash = hash(revisions, head);
    run(revisions, Request.upgrade("r001")).orThrow();

    assertThat(reason(run(revisions, approved(head, hash)))).contains(Reason.PLAN_CHANGED);
    assertThat(postgres.tables()).containsExactly("t1");
  }

  @Test
  void aPlanWithOtherSqlIsAnotherPlan() {
    var head = Request.upgrade("head");
    var hash = hash(revisions, head);
    var edited =
        revisions
            .without("r003.sql")
            .revision("r003", "r002", "CREATE TABLE evil (id int);", "DROP TABLE evil;");

    assertThat(reason(run(edited, approved(head, hash)))).contains(Reason.PLAN_CHANGED);
    assertThat(postgres.tables()).isEmpty();
  }

  @Test
  void whatIsLeftOfAnApprovedPlanIsApproved() {
    var once = Request.upgrade("head").withOperationId("uid/1");
    var hash = hash(revisions, once);
    var asked = new AtomicInteger();
    try (var database = Database.open(postgres.settings())) {
      new Migrator(database, revisions.set(), Clock.systemUTC(), Progress.none())
          .run(approved(once, hash), () -> asked.incrementAndGet() > 2);
    }
    var halfway = postgres.tables();

    run(revisions, approved(once, hash)).orThrow();

    assertThat(halfway).isNotEmpty().doesNotContain("t3");
    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
  }

  @Test
  void goingDownNeedsAnApprovalWhereThePolicySaysSo() {
    run(revisions, Request.upgrade("head")).orThrow();
    var reverted = revisions.without("r003.sql");
    var head = Request.upgrade("head").withDowngradePolicy(DowngradePolicy.REQUIRE_APPROVAL);
    var hash = hash(reverted, head.withDowngradePolicy(DowngradePolicy.ALLOW));

    assertThat(reason(run(reverted, head))).contains(Reason.NOT_APPROVED);
    run(reverted, approved(head, hash)).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2");
  }

  @Test
  void aFileThatTookAnothersPlaceIsNoWayBack() {
    run(revisions, Request.upgrade("head")).orThrow();
    var replaced =
        revisions
            .without("r003.sql")
            .revision("x003", "r002", "CREATE TABLE x (id int);", "DROP TABLE x;");

    var outcome =
        run(replaced, Request.upgrade("head").withDowngradePolicy(DowngradePolicy.FORBID));

    assertThat(reason(outcome)).contains(Reason.REVISION_REPLACED);
    assertThat(outcome.error().orElseThrow().message()).contains("r003", "x003");
  }

  @Test
  void anotherOwnersDatabaseIsLeftAlone() {
    run(revisions, Request.upgrade("r001").withTerms(Terms.NONE.withOwner("one", false))).orThrow();
    var two = Request.upgrade("head").withTerms(Terms.NONE.withOwner("two", false));

    var refused = run(revisions, two);

    assertThat(reason(refused)).contains(Reason.DATABASE_CONFLICT);
    assertThat(refused.database()).isPresent();
    assertThat(postgres.tables()).containsExactly("t1");
  }

  @Test
  void anOwnerThatMayTakeOverDoes() {
    run(revisions, Request.upgrade("r001").withTerms(Terms.NONE.withOwner("one", false))).orThrow();

    run(revisions, Request.upgrade("r002").withTerms(Terms.NONE.withOwner("two", true))).orThrow();

    assertThat(
            reason(
                run(
                    revisions,
                    Request.upgrade("head").withTerms(Terms.NONE.withOwner("one", false)))))
        .contains(Reason.DATABASE_CONFLICT);
  }

  @Test
  void whatIsRunByHandOwnsNothing() {
    run(revisions, Request.upgrade("r001")).orThrow();

    run(revisions, Request.upgrade("head").withTerms(Terms.NONE.withOwner("one", false))).orThrow();

    assertThat(postgres.tables()).containsExactly("t1", "t2", "t3");
  }
}
