package dev.athanor.changelog.importing;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Alembic: the graph out of the Python files, which are read and not run; the SQL out of what
 * Alembic itself writes with {@code --sql}.
 */
final class AlembicHistory implements History {
  private static final Set<String> NAMES =
      Set.of("revision", "down_revision", "depends_on", "branch_labels");
  private static final Pattern CREATED = Pattern.compile("(?m)^Create Date:\\s*(.+)$");

  @Override
  public List<Draft> read(SourceFolder folder) {
    var up =
        folder
            .options()
            .sqlUp()
            .map(path -> AlembicSql.read(path, "upgrade", folder.options().syntax()))
            .orElseThrow(
                () ->
                    new AthanorException(
                        Reason.INVALID_USAGE,
                        "Alembic's files are Python, which is not run: write their SQL with `alembic"
                            + " upgrade heads --sql > up.sql` and give it with --sql-up up.sql, and"
                            + " the way down with --sql-down."));
    var down =
        folder
            .options()
            .sqlDown()
            .map(path -> AlembicSql.read(path, "downgrade", folder.options().syntax()));
    var drafts = new ArrayList<Draft>();
    var names = new HashMap<String, Path>();
    for (var path : pythonFiles(folder)) {
      revision(path)
          .ifPresentOrElse(
              revision -> drafts.add(draft(revision, path, up, down, names)),
              () -> leftOut(path, folder));
    }
    if (drafts.isEmpty()) {
      throw folder.empty("1975ea83b712_create_users.py");
    }
    requireSql(drafts, up);
    warnOfPercent(up, folder.options().sqlUp(), folder);
    down.ifPresent(sql -> warnOfPercent(sql, folder.options().sqlDown(), folder));
    return drafts;
  }

  /** Its drivers want the sign doubled, and without that option the output has it so. */
  private static void warnOfPercent(AlembicSql sql, Optional<Path> file, SourceFolder folder) {
    if (sql.doubledPercent() > 0) {
      folder.warn(
          file.map(Path::toString).orElse(""),
          sql.doubledPercent(),
          "A percent sign stands here twice. Unless that is meant, give context.configure of the"
              + " offline mode in env.py the argument dialect_opts={\"paramstyle\": \"named\"}, and"
              + " write the SQL again.");
    }
  }

  /** Of a whole project, only its {@code versions} hold revisions. */
  private static List<Path> pythonFiles(SourceFolder folder) {
    var files =
        folder.filesBelow().stream()
            .filter(path -> SourceFolder.name(path).endsWith(".py"))
            .toList();
    var versions = files.stream().filter(path -> path.toString().contains("/versions/")).toList();
    boolean project = files.stream().anyMatch(path -> SourceFolder.name(path).equals("env.py"));
    return project && !versions.isEmpty() ? versions : files;
  }

  private static void leftOut(Path path, SourceFolder folder) {
    if (!SourceFolder.name(path).startsWith("__") && isNotEmpty(path)) {
      folder.warn(path.toString(), 0, "The file assigns no revision; it is left out.");
    }
  }

  private static boolean isNotEmpty(Path path) {
    return Files.exists(path) && !SourceFolder.text(path).isBlank();
  }

  private static Optional<Revision> revision(Path path) {
    var text = SourceFolder.text(path);
    var values = PythonValues.of(path.toString(), text, NAMES);
    var id = values.list("revision").stream().findFirst();
    var doc = values.docstring();
    var created = CREATED.matcher(doc);
    return id.map(
        found ->
            new Revision(
                found,
                values.list("down_revision"),
                values.list("depends_on"),
                values.list("branch_labels"),
                doc.strip().lines().findFirst().orElse("").strip(),
                created.find() ? created.group(1).strip() : "",
                path.toString()));
  }

  private static Draft draft(
      Revision revision,
      Path path,
      AlembicSql up,
      Optional<AlembicSql> down,
      Map<String, Path> names) {
    var name = Ids.plain(SourceFolder.name(path).replaceFirst("\\.py$", ""));
    // version folders may each have a file of that name
    var unique = names.putIfAbsent(name, path) == null ? name : name + "_" + revision.id();
    var upgrade = up.find(revision.id());
    // a merge that does nothing is a header alone
    boolean merge = revision.downRevisions().size() > 1 && upgrade.map(up::nothing).orElse(true);
    return new Draft(
        revision,
        revision.id(),
        unique + ".sql",
        merge ? Optional.empty() : upgrade,
        merge ? Optional.empty() : down.flatMap(sql -> sql.find(revision.id())));
  }

  private static void requireSql(List<Draft> drafts, AlembicSql up) {
    var missing =
        drafts.stream()
            .map(Draft::revision)
            .filter(revision -> revision.downRevisions().size() < 2)
            .filter(revision -> up.find(revision.id()).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      var first = missing.getFirst();
      throw SourceFolder.invalid(
          first.source(),
          0,
          "the output given with --sql-up has no SQL for revision %s%s. Write it with `alembic upgrade heads --sql`"
              .formatted(
                  first.id(),
                  missing.size() > 1 ? " and %d others".formatted(missing.size() - 1) : ""));
    }
  }
}
