package dev.athanor.cli.kube;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.api.DatabaseMigrationStatus;
import dev.athanor.api.ErrorDetail;
import dev.athanor.api.HistoryEntry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a status is said to a person. */
public final class StatusText {
  private static final String UNKNOWN = "-";

  private StatusText() {}

  /** One line each. */
  public static void table(PrintWriter out, List<DatabaseMigration> resources) {
    var table =
        new Columns(
            "NAMESPACE", "NAME", "STATUS", "REASON", "CURRENT", "TARGET", "PENDING", "PROGRESS");
    for (var resource : resources) {
      var standing = Standing.of(resource);
      var status = status(resource);
      table.row(
          resource.getMetadata().getNamespace(),
          resource.getMetadata().getName(),
          standing.word(),
          standing.reason(),
          text(status.at()),
          text(status.to()),
          text(status.pending()),
          text(status.job() == null ? null : status.job().progress()));
    }
    table.print(out);
  }

  /** All that matters of one, in a few lines. */
  public static void details(PrintWriter out, DatabaseMigration resource) {
    var standing = Standing.of(resource);
    var status = status(resource);
    out.printf(
        "%s/%s: %s, %s%n",
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        standing.word(),
        standing.reason());
    out.println("  " + standing.message());
    line(out, "at", text(status.at()));
    line(out, "target", resource.getSpec().target() + left(status));
    if (status.database() != null) {
      line(
          out,
          "database",
          "%s %s".formatted(text(status.database().product()), text(status.database().version())));
    }
    if (status.source() != null) {
      line(
          out,
          "revisions",
          "%s, heads %s"
              .formatted(
                  text(status.source().revisions()), String.join(", ", status.source().heads())));
    }
    var plan = status.plan();
    if (plan != null) {
      line(
          out,
          "plan",
          "%s, steps %d, destructive statements %d"
              .formatted(plan.hash(), plan.steps(), plan.destructive()));
    }
    job(out, status);
    var last = status.lastOperation();
    if (last != null && last.error() != null) {
      error(out, last.error());
    }
  }

  private static void job(PrintWriter out, DatabaseMigrationStatus status) {
    var job = status.job();
    if (job != null) {
      var progress = job.progress() == null ? "" : ", " + job.progress();
      line(
          out,
          "job",
          "%s (%s, attempt %d%s)"
              .formatted(
                  job.name(),
                  job.phase().name().toLowerCase(java.util.Locale.ROOT),
                  job.attempt(),
                  progress));
      if (job.lock() != null) {
        line(
            out,
            "lock",
            "waits since %s, held by %s".formatted(job.lock().since(), job.lock().heldBy()));
      }
    }
    var retry = status.retry();
    if (retry != null) {
      line(
          out,
          "retry",
          "attempt %d at %s, failing since %s: %s"
              .formatted(retry.attempt(), retry.nextAttemptAt(), retry.since(), retry.reason()));
    }
  }

  private static void error(PrintWriter out, ErrorDetail error) {
    line(out, "error", error.reason());
    if (error.file() != null) {
      line(out, "", error.line() == null ? error.file() : error.file() + ":" + error.line());
    }
    if (error.sqlState() != null) {
      line(out, "", "SQLSTATE " + error.sqlState());
    }
    if (error.statement() != null) {
      error.statement().strip().lines().forEach(sql -> line(out, "", sql));
    }
  }

  private static void line(PrintWriter out, String what, String text) {
    out.printf("  %-10s %s%n", what, text);
  }

  private static String left(DatabaseMigrationStatus status) {
    var to = status.to() == null ? "" : " (" + status.to() + ")";
    var pending = status.pending();
    return pending == null ? to : to + (pending == 0 ? "" : ", %d to go".formatted(pending));
  }

  /** The last ten operations. */
  public static void history(PrintWriter out, List<HistoryEntry> entries) {
    var table = new Columns("COMPLETED", "OPERATION", "TARGET", "FROM", "TO", "STEPS", "RESULT");
    for (var entry : entries) {
      var often = entry.attempts() == null ? "" : " ×" + entry.attempts();
      table.row(
          text(entry.completedAt()),
          entry.operation(),
          entry.target(),
          rows(entry.from()),
          rows(entry.to()),
          text(entry.steps()),
          (entry.reason() == null ? "Succeeded" : entry.reason()) + often);
    }
    table.print(out);
  }

  /** What is known; nothing at all is a status too. */
  public static DatabaseMigrationStatus status(DatabaseMigration resource) {
    return Objects.requireNonNullElse(resource.getStatus(), DatabaseMigrationStatus.NOTHING_KNOWN);
  }

  private static String rows(@Nullable List<String> rows) {
    return rows == null ? UNKNOWN : rows.isEmpty() ? "base" : String.join(",", rows);
  }

  private static String text(@Nullable Object value) {
    return Optional.ofNullable(value).map(Object::toString).orElse(UNKNOWN);
  }
}
