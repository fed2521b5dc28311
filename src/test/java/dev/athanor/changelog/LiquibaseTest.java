package dev.athanor.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.error.AthanorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import liquibase.Scope;
import liquibase.change.AddColumnConfig;
import liquibase.change.Change;
import liquibase.change.ChangeFactory;
import liquibase.change.ConstraintsConfig;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.core.PostgresDatabase;
import liquibase.exception.LiquibaseException;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.serializer.LiquibaseSerializable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we accept is what Liquibase 4.33 sees. */
class LiquibaseTest {
  @TempDir private Path folder;

  private DatabaseChangeLog parse(RevisionFile file) throws IOException, LiquibaseException {
    Files.writeString(folder.resolve(file.name()), file.text());
    var resources = new DirectoryResourceAccessor(folder);
    var parser = ChangeLogParserFactory.getInstance().getParser(file.name(), resources);
    return parser.parse(file.name(), new ChangeLogParameters(new PostgresDatabase()), resources);
  }

  static List<RevisionFile> forLiquibase() {
    return GoldenTest.good().filter(file -> file.format() != Format.SHORT_SQL).toList();
  }

  @ParameterizedTest
  @MethodSource("forLiquibase")
  void liquibaseSeesTheSameWaysBack(RevisionFile file) throws IOException, LiquibaseException {
    var database = new PostgresDatabase();
    for (var changeSet : parse(file).getChangeSets()) {
      assertThat(changeSet.supportsRollback(database)).as(changeSet.toString()).isTrue();
    }
    assertThat(FileCheck.hasRollback(file)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("forLiquibase")
  void liquibaseSeesTheSameChangeSetsAndSql(RevisionFile file)
      throws IOException, LiquibaseException {
    if (file.format() != Format.LIQUIBASE_SQL) {
      return;
    }
    var ours = SqlChangeSets.of(file).list();
    var theirs = parse(file).getChangeSets();
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      var one = ours.get(i);
      var other = theirs.get(i);
      assertThat(other.getId()).isEqualTo(one.id());
      assertThat(other.getAuthor()).isEqualTo(one.author());
      assertThat(other.isRunInTransaction()).isEqualTo(one.runInTransaction());
      assertThat(plain(sql(other))).isEqualTo(plain(one.sql().replace("${owner}", "ann")));
    }
  }

  private static String sql(ChangeSet changeSet) {
    return ((RawSQLChange) changeSet.getChanges().getFirst()).getSql();
  }

  /** Without the lines that we leave blank where Liquibase takes them out. */
  private static List<String> plain(String sql) {
    return sql.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  private static final List<String> LINES =
      List.of(
          "--changeset a:%d",
          "--changeset a:%d",
          "--changeset \"a b\":\"c %d\" runInTransaction:false",
          "  --  CHANGESET a:%d context:\"x and y\" splitStatements:false",
          "SELECT 1;",
          "SELECT 2;",
          "SELECT 3;",
          "",
          "-- a comment",
          "--comment about it",
          "-- comment: about it",
          "--rollback DROP;",
          "-- rollback DROP;",
          "--rollback empty",
          "--rollback not required",
          "--rollback",
          "--rolback x",
          "--ROLLBACK",
          " --rollback x",
          "--rollback\tx",
          "/* liquibase rollback",
          "*/",
          "SELECT 4; */",
          "/* comment",
          "/* liquibase rollback */",
          "SELECT '",
          "';",
          "SELECT $$",
          "$$;",
          "--ignoreLines:1",
          "--ignoreLines:start",
          "--ignoreLines:end",
          " --ignoreLines:1",
          "--property name:x value:y",
          "--property name:x",
          "-property x",
          "--preconditions onFail:HALT",
          "--preconditionsonFail:HALT",
          "--precondition-sql-check expectedResult:0 SELECT 0",
          "--precondition-table-exists table:t",
          "--precondition-table-exists",
          "--validCheckSum: 1:any",
          "-validCheckSum 1",
          "--changeset a",
          "--changeset a: b",
          "--changeset",
          "- changeset a:b",
          "--liquibase formatted sql",
          "-- comments are good",
          "-comment x",
          "-rollback x");

  /** Lines in any order: whatever we accept, Liquibase reads, and reads as we do. */
  @Test
  void whatWeAcceptLiquibaseReadsTheSameWay() throws IOException, LiquibaseException {
    var random = new Random(11);
    int accepted = 0;
    for (int i = 0; i < 6000; i++) {
      var text = new StringBuilder("--liquibase formatted sql\n-- revision: a1\n--changeset a:0\n");
      int lines = 1 + random.nextInt(8);
      for (int j = 1; j <= lines; j++) {
        int line = random.nextInt(3) == 0 ? random.nextInt(16) : random.nextInt(LINES.size());
        text.append(LINES.get(line).formatted(j)).append('\n');
      }
      var file = Given.sql(text.toString());
      if (accepts(file)) {
        accepted++;
        assertSame(SqlChangeSets.of(file).list(), parse(file).getChangeSets(), file.text());
      }
    }
    assertThat(accepted).isGreaterThan(300);
  }

  private static boolean accepts(RevisionFile file) {
    try {
      FileCheck.check(file);
      return true;
    } catch (AthanorException e) {
      return false;
    }
  }

  private static void assertSame(List<SqlChangeSet> ours, List<ChangeSet> theirs, String text) {
    assertThat(theirs).as(text).hasSameSizeAs(ours);
    for (int i = 0; i < ours.size(); i++) {
      var one = ours.get(i);
      var other = theirs.get(i);
      assertThat(plain(sql(other))).as(text).isEqualTo(plain(one.sql()));
      assertThat(other.getRollback().getChanges().isEmpty())
          .as(text)
          .isEqualTo(one.rollback() instanceof Rollback.Missing);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rollback: empty", "rollback: []", "rollback:", "rollback: [{empty: {}}]"})
  void anEmptyRollbackIsOneForLiquibaseToo(String rollback) throws IOException, LiquibaseException {
    var file =
        Given.yaml(
            "- changeSet:\n    id: 1\n    author: a\n    changes:\n      - sql: SELECT 1\n    "
                + rollback);
    assertThat(FileCheck.hasRollback(file)).isTrue();
    assertThat(parse(file).getChangeSets().getFirst().getRollback().getChanges()).isNotEmpty();
  }

  @Test
  void theTableOfChangesIsLiquibases() {
    var factory = Scope.getCurrentScope().getSingleton(ChangeFactory.class);
    var names = new TreeSet<String>();
    var database = new PostgresDatabase();
    for (var name : factory.getDefinedChanges()) {
      names.add(name);
      var attributes = ChangeTypes.attributes(name);
      if (attributes.isEmpty()) {
        assertThat(ChangeTypes.forbidden(name)).as(name).isPresent();
        continue;
      }
      Change change = factory.create(name);
      var theirs = new ArrayList<>(factory.getChangeMetaData(change).getParameters().keySet());
      // bookkeeping of the formatted SQL parser, not for files
      theirs.removeAll(List.of("sqlStartLine", "sqlEndLine", "ignoreOriginalSplitStatements"));
      assertThat(attributes.get()).as(name).containsAll(theirs);
      assertThat(ChangeTypes.reversible(name))
          .as(name + " is reversible")
          .isEqualTo(change.supportsRollback(database));
    }
    assertThat(names).containsAll(ChangeTypes.allowed()).containsAll(ChangeTypes.forbidden());
  }

  @Test
  void theAttributesOfColumnsAreLiquibases() {
    assertThat(ChangeTypes.COLUMN).containsAll(fields(new AddColumnConfig()));
    assertThat(ChangeTypes.CONSTRAINTS)
        .containsExactlyInAnyOrderElementsOf(fields(new ConstraintsConfig()));
  }

  private static List<String> fields(LiquibaseSerializable config) {
    return config.getSerializableFields().stream()
        .filter(field -> !field.equals("rawDateValue"))
        .toList();
  }
}
