package dev.athanor.operator;

import dev.athanor.api.Approval;
import dev.athanor.api.BackoffSpec;
import dev.athanor.api.ConfigMapKeyReference;
import dev.athanor.api.ConfigMapReference;
import dev.athanor.api.DatabaseMigrationSpec;
import dev.athanor.api.DatabaseSpec;
import dev.athanor.api.DeletionPolicy;
import dev.athanor.api.DowngradePolicy;
import dev.athanor.api.JobSpec;
import dev.athanor.api.OnEdit;
import dev.athanor.api.OnNotEmpty;
import dev.athanor.api.OperationName;
import dev.athanor.api.RevisionsSpec;
import dev.athanor.api.SecretReference;
import dev.athanor.api.TargetSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A spec that only has to say what is special about it. */
final class SpecBuilder {
  private OperationName operation = OperationName.UPGRADE;
  private String target = "head";
  private DowngradePolicy policy = DowngradePolicy.FORBID;
  private BackoffSpec backoff = new BackoffSpec("1s", "2s", 2);
  private JobSpec job = JobSpec.DEFAULT;
  private String lockTimeout = "5m";
  private String secret = "orders-db-app";
  private List<String> configMaps = List.of("orders-revisions");
  private boolean suspend;
  private Approval approval = Approval.AUTOMATIC;
  private @Nullable String approvedPlan;
  private @Nullable String baseline;
  private @Nullable TargetSource targetFrom;
  private DeletionPolicy deletionPolicy = DeletionPolicy.RETAIN;
  private @Nullable RevisionsSpec revisions;

  SpecBuilder requireApproval() {
    policy = DowngradePolicy.REQUIRE_APPROVAL;
    return this;
  }

  SpecBuilder manual() {
    approval = Approval.MANUAL;
    return this;
  }

  SpecBuilder approve(String hash) {
    approvedPlan = hash;
    return this;
  }

  SpecBuilder baseline(String revision) {
    baseline = revision;
    return this;
  }

  SpecBuilder targetFrom(String configMap, String key) {
    targetFrom = new TargetSource(new ConfigMapKeyReference(configMap, key));
    return this;
  }

  SpecBuilder takeBackWhenDeleted() {
    deletionPolicy = DeletionPolicy.DOWNGRADE;
    return this;
  }

  SpecBuilder revisions(RevisionsSpec value) {
    revisions = value;
    return this;
  }

  SpecBuilder operation(OperationName value, String to) {
    operation = value;
    target = to;
    return this;
  }

  SpecBuilder target(String value) {
    target = value;
    return this;
  }

  SpecBuilder allowDowngrade() {
    policy = DowngradePolicy.ALLOW;
    return this;
  }

  SpecBuilder backoff(String initial, String max, int limit) {
    backoff = new BackoffSpec(initial, max, limit);
    return this;
  }

  SpecBuilder job(JobSpec value) {
    job = value;
    return this;
  }

  SpecBuilder lockTimeout(String value) {
    lockTimeout = value;
    return this;
  }

  SpecBuilder secret(String value) {
    secret = value;
    return this;
  }

  SpecBuilder configMaps(String... names) {
    configMaps = List.of(names);
    return this;
  }

  SpecBuilder suspended() {
    suspend = true;
    return this;
  }

  DatabaseMigrationSpec build() {
    return new DatabaseMigrationSpec(
        new DatabaseSpec(
            new SecretReference(secret), null, null, null, null, null, null, null, null),
        revisions == null
            ? RevisionsSpec.of(configMaps.stream().map(ConfigMapReference::new).toList())
            : revisions,
        operation,
        target,
        targetFrom,
        policy,
        approval,
        approvedPlan,
        baseline,
        OnNotEmpty.FAIL,
        OnEdit.FAIL,
        lockTimeout,
        "1h",
        "0s",
        backoff,
        job,
        suspend,
        deletionPolicy);
  }
}
