package dev.athanor.changelog;

import static dev.athanor.changelog.Given.assertRefused;
import static dev.athanor.changelog.Given.file;
import static dev.athanor.changelog.Given.sql;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
  private static final Revision ALL_KEYS =
      new Revision(
          "c3",
          List.of("a1", "b2"),
          List.of("x9"),
          List.of("shop", "eu"),
          "add orders: total",
          "2026-01-02T03:04:05Z",
          "f");

  private static Revision read(String name, String text) {
    return RevisionFile.of(name, "f", text.getBytes(UTF_8)).orElseThrow().revision();
  }

  @Test
  void formattedSqlHasItsHeaderRightBelowLiquibasesLine() {
    var file =
        sql(
            """
            --liquibase formatted sql

            -- revision: c3
            --down-revision: a1
            --changeset ann:1
            -- message: not in the header
            SELECT 1;
            """);
    assertThat(file.format()).isEqualTo(Format.LIQUIBASE_SQL);
    assertThat(file.revision().downRevisions()).containsExactly("a1");
    assertThat(file.revision().message()).isEmpty();
  }

  @Test
  void theShortFormKnowsEveryKey() {
    assertThat(
            read(
                "a.sql",
                """
                -- What this does, at length: see the ticket
                -- revision: c3
                -- down-revision: a1, b2
                -- depends-on: x9
                -- branch-labels: shop,eu
                -- message: add orders: total
                -- created: 2026-01-02T03:04:05Z

                -- upgrade
                """))
        .isEqualTo(ALL_KEYS);
  }

  @Test
  void yamlHasItsHeaderInComments() {
    assertThat(
            read(
                "a.yml",
                """
                # revision: c3
                # down-revision: a1, b2
                # depends-on: x9
                # branch-labels: shop,eu
                # message: add orders: total
                # created: 2026-01-02T03:04:05Z
                ---
                databaseChangeLog: []
                """))
        .isEqualTo(ALL_KEYS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<?xml version='1.0'?>\n%s\n<databaseChangeLog/>",
        "<databaseChangeLog>\n  %s\n</databaseChangeLog>",
        "%s<databaseChangeLog/>"
      })
  void xmlHasItsHeaderInACommentAtTheTop(String around) {
    assertThat(
            read(
                "a.xml",
                around.formatted(
                    """
                    <!-- revision: c3
                         down-revision: a1, b2
                         depends-on: x9 -->
                    <!-- branch-labels: shop,eu -->
                    <!--
                      message: add orders: total
                      created: 2026-01-02T03:04:05Z
                    -->""")))
        .isEqualTo(ALL_KEYS);
  }

  @Test
  void jsonHasItsHeaderBesideTheChangelog() {
    assertThat(
            read(
                "a.json",
                """
                {"databaseChangeLog": [{"changeSet": {"revision": "no"}}],
                 "revision": "c3", "down-revision": ["a1", "b2"], "depends-on": "x9",
                 "branch-labels": "shop,eu", "message": "add orders: total",
                 "created": "2026-01-02T03:04:05Z"}
                """))
        .isEqualTo(ALL_KEYS);
  }

  @ParameterizedTest
  @CsvSource({
    "down_revision, down-revision",
    "downrevision, down-revision",
    "Down-Revision, down-revision",
    "down-revison, down-revision",
    "Revises, down-revision",
    "Revision ID, revision",
    "revison, revision",
    "depends_on, depends-on",
    "branch-label, branch-labels",
    "mesage, message",
    "Create Date, created"
  })
  void aMisspeltKeyIsRefusedWithTheRightOne(String key, String meant) {
    assertRefused(
        Reason.INVALID_HEADER,
        2,
        "write \"%s:\"".formatted(meant),
        () -> sql("-- revision: a1\n-- " + key + ": x\n-- upgrade\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Note", "see", "WARNING", "Author", "Ticket", "Reviewed by", "license"})
  void anyOtherWordInTheHeaderIsFreeText(String word) {
    assertThat(sql("-- revision: a1\n-- " + word + ": x\n-- upgrade\n").revision().id())
        .isEqualTo("a1");
  }

  @Test
  void aKeyTwiceIsRefused() {
    assertRefused(
        Reason.INVALID_HEADER,
        3,
        "twice, first on line 1",
        () -> sql("-- revision: a1\n--\n-- revision: a2\n"));
  }

  @Test
  void aHeaderWithoutRevisionIsRefused() {
    assertRefused(
        Reason.INVALID_HEADER, 1, "names no revision", () -> sql("-- down-revision: a1\n"));
    assertRefused(Reason.INVALID_HEADER, 1, "names no revision", () -> sql("-- revision:\n"));
  }

  @Test
  void nothingBetweenTwoCommasIsRefused() {
    assertRefused(
        Reason.INVALID_HEADER,
        2,
        "nothing between two commas",
        () -> sql("-- revision: a1\n-- down-revision: a,,b\n"));
  }

  @Test
  void noHeaderIsRefusedWithWhatTheFirstLinesShouldBe() {
    assertRefused(Reason.INVALID_HEADER, 1, "-- revision: <id>", () -> sql("SELECT 1;\n"));
    assertRefused(
        Reason.INVALID_HEADER,
        1,
        "# revision: <id>",
        () -> file("a.yaml", "databaseChangeLog: []"));
    assertRefused(
        Reason.INVALID_HEADER, 1, "<!-- with", () -> file("a.xml", "<databaseChangeLog/>"));
    assertRefused(
        Reason.INVALID_HEADER,
        1,
        "\"revision\"",
        () -> file("a.json", "{\"databaseChangeLog\":[]}"));
    assertRefused(Reason.INVALID_HEADER, 1, "is empty", () -> sql(" \n"));
    assertRefused(
        Reason.INVALID_HEADER,
        2,
        "below other text",
        () -> sql("SET x = 1;\n--liquibase formatted sql\n-- revision: a1\n"));
  }

  @Test
  void otherFilesAreNoRevisions() {
    for (var name : List.of("LICENSE", "a.sql.bak", "a.txt", "a.gz")) {
      assertThat(RevisionFile.of(name, name, "-- revision: a1".getBytes(UTF_8))).isEmpty();
    }
  }

  @Test
  void windowsLeavesNoTraces() {
    var windows = sql("\uFEFF-- revision: a1\r\n-- down-revision: b\t\r\n-- upgrade\r\n");
    assertThat(windows.revision().downRevisions()).containsExactly("b");
    assertThat(windows.checksum())
        .isEqualTo(sql("-- revision: a1\n-- down-revision: b\t\n-- upgrade\n").checksum());
  }

  @Test
  void whatIsNoUtf8IsRefusedWithItsLine() {
    var latin = "-- revision: a1\n-- upgrade\n-- é\n".getBytes(ISO_8859_1);
    assertRefused(
        Reason.UNREADABLE_FILE, 3, "not UTF-8", () -> RevisionFile.of("a.sql", "a.sql", latin));
    assertRefused(
        Reason.UNREADABLE_FILE,
        1,
        "UTF-8",
        () -> RevisionFile.of("a.sql", "a.sql", "-- revision: a1".getBytes(UTF_16LE)));
    assertRefused(
        Reason.UNREADABLE_FILE, 2, "carriage return alone", () -> sql("-- revision: a\n--\rX;\n"));
    assertRefused(
        Reason.UNREADABLE_FILE,
        1,
        "not UTF-8",
        () -> RevisionFile.of("a.sql", "a.sql", new byte[] {'-', '-', (byte) 0xC3}));
  }

  @Test
  void gzippedFilesAreUnpackedWithinABound() throws IOException {
    var packed = RevisionFile.of("a.sql.gz", "a.sql.gz", gzip("-- revision: a1\n".getBytes(UTF_8)));
    assertThat(packed.orElseThrow().text()).isEqualTo("-- revision: a1\n");
    assertRefused(
        Reason.UNREADABLE_FILE,
        0,
        "16 MiB",
        () -> RevisionFile.of("a.sql.gz", "a.sql.gz", gzip(new byte[64 << 20])));
    assertRefused(
        Reason.UNREADABLE_FILE,
        0,
        "gzip",
        () -> RevisionFile.of("a.sql.gz", "a.sql.gz", new byte[] {1, 2, 3}));
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
