package dev.athanor.cli;

import dev.athanor.revision.HistoryEntry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Revisions as text, in the form that Alembic's users know. */
final class RevisionLines {
  private RevisionLines() {}

  /** {@code 1f3a -> 8f2c (orders) (head), add orders.total}. */
  static void history(PrintWriter out, List<HistoryEntry> entries, boolean verbose) {
    entries.forEach(entry -> history(entry, verbose).forEach(out::println));
  }

  /** The same for one revision, as lines. */
  static List<String> history(HistoryEntry entry, boolean verbose) {
    if (verbose) {
      var text = new StringWriter();
      verbose(new PrintWriter(text), entry);
      return text.toString().lines().toList();
    }
    var down = entry.revision().downRevisions();
    return List.of(
        "%s -> %s%s"
            .formatted(
                down.isEmpty() ? "<base>" : String.join(", ", down), name(entry), message(entry)));
  }

  /** {@code 8f2c (orders) (head)}. */
  static void names(PrintWriter out, List<HistoryEntry> entries, boolean verbose) {
    for (var entry : entries) {
      if (verbose) {
        verbose(out, entry);
      } else {
        out.println(name(entry));
      }
    }
  }

  /** {@code revisions/8f2c_add_orders_total.sql}, and where else it is listed. */
  static void created(PrintWriter out, NewRevisionFile file) {
    out.println("Wrote " + file.file());
    file.kustomization().ifPresent(list -> out.println("Listed it in " + list));
  }

  /** A branch point, and under it what follows it. */
  static void branch(
      PrintWriter out, HistoryEntry branch, List<HistoryEntry> children, boolean verbose) {
    names(out, List.of(branch), verbose);
    var indent = " ".repeat(branch.revision().id().length());
    for (var child : children) {
      out.println(indent + " -> " + name(child) + message(child));
    }
  }

  private static String name(HistoryEntry entry) {
    var labels = entry.labels().isEmpty() ? "" : " (" + String.join(", ", entry.labels()) + ")";
    return entry.revision().id()
        + labels
        + entry.flags().stream()
            .sorted()
            .map(flag -> " (" + flag.text() + ")")
            .collect(Collectors.joining());
  }

  private static String message(HistoryEntry entry) {
    var message = entry.revision().message();
    return message.isEmpty() ? "" : ", " + message;
  }

  private static void verbose(PrintWriter out, HistoryEntry entry) {
    var revision = entry.revision();
    out.println("Rev: " + name(entry));
    out.println(
        revision.downRevisions().size() > 1
            ? "Merges: " + String.join(", ", revision.downRevisions())
            : "Parent: " + revision.downRevisions().stream().findFirst().orElse("<base>"));
    if (!revision.dependsOn().isEmpty()) {
      out.println("Also depends on: " + String.join(", ", revision.dependsOn()));
    }
    if (!revision.branchLabels().isEmpty()) {
      out.println("Branch names: " + String.join(", ", revision.branchLabels()));
    }
    out.println("Path: " + revision.source());
    if (!revision.created().isEmpty()) {
      out.println("Created: " + revision.created());
    }
    if (!revision.message().isEmpty()) {
      out.println();
      out.println("    " + revision.message());
    }
    out.println();
  }
}
