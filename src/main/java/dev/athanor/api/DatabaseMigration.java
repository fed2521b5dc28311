package dev.athanor.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A database that is kept at a revision: {@code docs/resource.md}. */
@Group(DatabaseMigration.GROUP)
@Version(DatabaseMigration.VERSION)
@Kind(DatabaseMigration.KIND)
@Singular("databasemigration")
@Plural("databasemigrations")
@ShortNames("dbm")
@Categories("athanor")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Reason",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(name = "Current", jsonPath = ".status.at")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".status.to")
@AdditionalPrinterColumn(
    name = "Pending",
    jsonPath = ".status.pending",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Message",
    priority = 1,
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].message")
@AdditionalPrinterColumn(name = "Progress", priority = 1, jsonPath = ".status.job.progress")
@AdditionalPrinterColumn(name = "Operation", priority = 1, jsonPath = ".spec.operation")
@AdditionalPrinterColumn(name = "Job", priority = 1, jsonPath = ".status.job.name")
@AdditionalPrinterColumn(name = "Database", priority = 1, jsonPath = ".status.database.product")
public class DatabaseMigration
    extends CustomResource<DatabaseMigrationSpec, DatabaseMigrationStatus> implements Namespaced {
  private static final long serialVersionUID = 1;

  /** The API group. */
  public static final String GROUP = "athanor.dev";

  /** The version that is served and stored. */
  public static final String VERSION = "v1alpha1";

  /** The kind. */
  public static final String KIND = "DatabaseMigration";

  @Required
  @Override
  public DatabaseMigrationSpec getSpec() {
    return super.getSpec();
  }

  @Override
  protected @Nullable DatabaseMigrationSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable DatabaseMigrationStatus initStatus() {
    return null;
  }
}
