package dev.athanor.changelog.importing;

import dev.athanor.revision.Revision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a draft down in the short form. */
final class ShortFile {
  private final Draft draft;
  private final SourceFolder folder;
  private final StringBuilder text = new StringBuilder();
  private final List<ImportedFile.Stretch> stretches = new ArrayList<>();

  ShortFile(Draft draft, SourceFolder folder) {
    this.draft = draft;
    this.folder = folder;
  }

  ImportedFile write() {
    header(draft.revision());
    var up = draft.up().map(part -> new FittedSql(part, folder));
    up.ifPresent(part -> section("upgrade", part));
    var down = draft.down().map(part -> new FittedSql(part, folder));
    down.ifPresent(part -> section("downgrade", part));
    if (up.isPresent()) {
      tell(up.get(), down);
    }
    return new ImportedFile(
        draft.fileName(),
        draft.version(),
        draft.revision().source(),
        text.toString(),
        stretches,
        folder.options().syntax());
  }

  private void tell(FittedSql up, Optional<FittedSql> down) {
    if (up.empty()) {
      return;
    }
    if (down.isEmpty()) {
      folder.warn(
          draft.revision().source(),
          0,
          "There is no down script: revision %s cannot be downgraded. Add a \"-- downgrade\" section to %s."
              .formatted(draft.revision().id(), draft.fileName()));
    } else if (down.get().empty()) {
      folder.warn(
          down.get().origin(),
          0,
          "The down script has no statement: a downgrade of %s changes nothing but the recorded revision."
              .formatted(draft.revision().id()));
    }
  }

  private void header(Revision revision) {
    line("revision", List.of(revision.id()));
    line("down-revision", revision.downRevisions());
    line("depends-on", revision.dependsOn());
    line("branch-labels", revision.branchLabels());
    line("message", revision.message().isEmpty() ? List.of() : List.of(revision.message()));
    line("created", revision.created().isEmpty() ? List.of() : List.of(revision.created()));
  }

  private void line(String key, List<String> values) {
    if (!values.isEmpty()) {
      text.append("-- %s: %s%n".formatted(key, String.join(", ", values)).replace("\r\n", "\n"));
    }
  }

  private void section(String name, FittedSql part) {
    text.append("\n-- ").append(name);
    if (part.empty()) {
      text.append(" empty");
    } else if (!part.inTransaction()) {
      text.append(" runInTransaction:false");
    }
    text.append('\n');
    int line = (int) text.chars().filter(c -> c == '\n').count() + 1;
    stretches.add(new ImportedFile.Stretch(line, part.origin(), part.firstLine()));
    if (!part.sql().isEmpty()) {
      text.append(part.sql()).append('\n');
    }
  }
}
