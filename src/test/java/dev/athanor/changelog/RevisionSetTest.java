package dev.athanor.changelog;

import static dev.athanor.changelog.Given.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Operation;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionSetTest {
  private static final String A = "-- revision: a\n-- upgrade\nSELECT 1;\n";
  private static final String B = "-- revision: b\n-- down-revision: a\n-- upgrade\nSELECT 'ü';\n";

  @TempDir private Path folder;

  private static Source configMap(String name, Map<String, String> data) {
    return Source.configMap("shop", name, data, Map.of());
  }

  @Test
  void severalSourcesAreLoadedInTheOrderOfTheFilesNames() {
    var set =
        RevisionSet.of(
            List.of(configMap("one", Map.of("2.sql", B)), configMap("two", Map.of("1.sql", A))));
    assertThat(set.files()).extracting(RevisionFile::name).containsExactly("1.sql", "2.sql");
    assertThat(set.graph().heads()).containsExactly("b");
    assertThat(set.file("b").orElseThrow().origin()).isEqualTo("ConfigMap shop/one, key 2.sql");
    assertThat(set.file("c")).isEmpty();
  }

  @Test
  void theDigestIsTheSameForAConfigMapAndTheFolderItIsMountedAs() throws IOException {
    // as the kubelet does it: keys are links into a dated folder behind ..data
    var dated = Files.createDirectory(folder.resolve("..2026_01_02"));
    Files.createSymbolicLink(folder.resolve("..data"), dated.getFileName());
    for (var entry : Map.of("1.sql", A, "2.sql", B, "README.md", "hello").entrySet()) {
      Files.writeString(dated.resolve(entry.getKey()), entry.getValue());
      Files.createSymbolicLink(
          folder.resolve(entry.getKey()), Path.of("..data").resolve(entry.getKey()));
    }
    var mounted = RevisionSet.of(List.of(Source.folder(folder)));
    var binary = Base64.getEncoder().encodeToString(B.getBytes(UTF_8));
    var stored =
        RevisionSet.of(
            List.of(Source.configMap("shop", "r", Map.of("1.sql", A), Map.of("2.sql", binary))));
    assertThat(mounted.digest()).isEqualTo(stored.digest()).matches("sha256:[0-9a-f]{64}");
    assertThat(RevisionSet.of(List.of(configMap("r", Map.of("1.sql", A)))).digest())
        .isNotEqualTo(stored.digest());
  }

  @Test
  void neighboursOfRevisionsAreLeftAlone() throws IOException {
    Files.writeString(folder.resolve("a.sql"), A);
    Files.writeString(folder.resolve("README.sql"), "read me");
    Files.writeString(folder.resolve("kustomization.yaml"), "resources: []");
    Files.writeString(folder.resolve("athanor.yaml"), "url: jdbc:x");
    Files.writeString(folder.resolve(".hidden.sql"), "SELECT 1");
    Files.writeString(folder.resolve("notes.txt"), "SELECT 1");
    Files.createDirectory(folder.resolve("deeper.sql"));
    var set = RevisionSet.of(List.of(Source.folder(folder)));
    assertThat(set.files()).hasSize(1);
    assertThat(set.warnings()).isEmpty();
  }

  @Test
  void aRevisionThatNobodySeesForItsNameIsWarnedAbout() throws IOException {
    Files.writeString(folder.resolve("a b.sql"), A);
    Files.writeString(folder.resolve("b.ddl"), B);
    assertThat(RevisionSet.of(List.of(Source.folder(folder))).warnings())
        .extracting(Warning::message)
        .satisfiesExactly(
            key -> assertThat(key).contains("cannot be a ConfigMap's key"),
            name -> assertThat(name).contains("b.ddl looks like a revision and is not read"));
  }

  @Test
  void theSameFileTwiceIsTakenOnce() {
    var set =
        RevisionSet.of(
            List.of(
                configMap("one", Map.of("1.sql", A)),
                configMap("two", Map.of("1.sql", A, "1-copy.sql", A))));
    assertThat(set.files()).hasSize(1);
  }

  @Test
  void aCopyBesideItsOriginIsRefused() {
    assertRefused(
        Reason.DUPLICATE_REVISION,
        1,
        "is in two files: ConfigMap shop/one, key 1-copy.sql and ConfigMap shop/one, key 1.sql",
        () -> RevisionSet.of(List.of(configMap("one", Map.of("1.sql", A, "1-copy.sql", A)))));
  }

  @Test
  void oneNameWithDifferentContentIsRefusedNamingBothPlaces() {
    assertRefused(
        Reason.DUPLICATE_FILE,
        0,
        "ConfigMap shop/one, key 1.sql and ConfigMap shop/two, key 1.sql",
        () ->
            RevisionSet.of(
                List.of(
                    configMap("one", Map.of("1.sql", A)), configMap("two", Map.of("1.sql", B)))));
  }

  @Test
  void oneRevisionWithDifferentContentIsRefusedNamingBothPlaces() {
    assertRefused(
        Reason.DUPLICATE_REVISION,
        2,
        "ConfigMap shop/one, key 1.sql and ConfigMap shop/one, key 2.sql",
        () -> RevisionSet.of(List.of(configMap("one", Map.of("1.sql", A, "2.sql", "--\n" + A)))));
  }

  @Test
  void nothingIsRefusedNamingTheSources() {
    assertThatThrownBy(
            () ->
                RevisionSet.of(
                    List.of(Source.folder(folder), configMap("one", Map.of("x.txt", "x")))))
        .isInstanceOfSatisfying(
            AthanorException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.EMPTY_REVISION_SET))
        .hasMessageContainingAll(folder.toString(), "ConfigMap shop/one");
    assertRefused(
        Reason.UNREADABLE_FILE,
        0,
        "does not exist",
        () -> RevisionSet.of(List.of(Source.folder(folder.resolve("none")))));
  }

  @Test
  void aLinkThatLeadsNowhereIsNotOverlooked() throws Exception {
    Files.writeString(folder.resolve("1.sql"), A);
    Files.createSymbolicLink(folder.resolve("2.sql"), folder.resolve("gone.sql"));
    Files.createSymbolicLink(folder.resolve(".#1.sql"), folder.resolve("an-editor's"));

    assertRefused(
        Reason.UNREADABLE_FILE, 0, "2.sql", () -> RevisionSet.of(List.of(Source.folder(folder))));
  }

  @Test
  void aGraphErrorPointsAtTheHeader() {
    assertRefused(
        Reason.MISSING_DOWN_REVISION,
        1,
        "",
        () -> RevisionSet.of(List.of(configMap("one", Map.of("1.sql", B)))));
  }

  @Test
  void theHashOfAPlanChangesWithTheFileOfAStep() {
    var one = RevisionSet.of(List.of(configMap("one", Map.of("1.sql", A))));
    var edited =
        RevisionSet.of(
            List.of(configMap("one", Map.of("1.sql", A.replace("SELECT 1", "SELECT 2")))));
    var step =
        new Step(
            Optional.of("a"), Operation.UPGRADE, List.of(), List.of("a"), List.of(), List.of("a"));
    var plan = new Plan(Operation.UPGRADE, List.of(), "head", List.of("a"), List.of(step));
    var empty = new Plan(Operation.UPGRADE, List.of(), "head", List.of("a"), List.of());
    assertThat(one.planHash(plan)).matches("sha256:[0-9a-f]{64}").isEqualTo(one.planHash(plan));
    assertThat(one.planHash(plan)).isNotEqualTo(edited.planHash(plan));
    assertThat(one.planHash(plan)).isNotEqualTo(one.planHash(empty));
  }

  @Test
  void fiveThousandFilesAreRead() {
    var data = new HashMap<String, String>();
    var body = "INSERT INTO t VALUES (1, 'some text');\n".repeat(50);
    for (int i = 0; i < 5000; i++) {
      var down = i == 0 ? "" : "-- down-revision: r" + (i - 1) + "\n";
      data.put("%05d.sql".formatted(i), "-- revision: r" + i + "\n" + down + "-- upgrade\n" + body);
    }
    var set = RevisionSet.of(new ArrayList<>(List.of(configMap("big", data))));
    assertThat(set.graph().heads()).containsExactly("r4999");
  }
}
