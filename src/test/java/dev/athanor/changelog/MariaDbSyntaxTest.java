package dev.athanor.changelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** MariaDB's and MySQL's SQL is cut where the mysql client would cut it. */
class MariaDbSyntaxTest {
  private static List<String> split(String sql) {
    return split(SqlSyntax.MYSQL, sql);
  }

  private static List<String> split(SqlSyntax syntax, String sql) {
    return SqlSplitter.split(syntax, sql, 1).stream().map(Statement::text).toList();
  }

  private static List<Warning> check(String body) {
    var text = "-- revision: r1\n-- upgrade\n" + body + "\n-- downgrade empty\n";
    var file = RevisionFile.of("r1.sql", "r1.sql", text.getBytes(StandardCharsets.UTF_8));
    return FileCheck.check(file.orElseThrow().in(SqlSyntax.MYSQL));
  }

  @Test
  void aBackslashEscapesTheQuoteInAnyString() {
    assertThat(split("SELECT 'it\\'s; '; SELECT \"a\\\";\"; SELECT 'c:\\\\'; SELECT 4"))
        .containsExactly("SELECT 'it\\'s; '", "SELECT \"a\\\";\"", "SELECT 'c:\\\\'", "SELECT 4");
  }

  @Test
  void aServerWithoutBackslashEscapesIsReadAsSuch() {
    var plain = SqlSyntax.ofMode("STRICT_TRANS_TABLES,NO_BACKSLASH_ESCAPES");
    assertThat(split(plain, "SELECT 'c:\\'; SELECT 2"))
        .containsExactly("SELECT 'c:\\'", "SELECT 2");
  }

  @Test
  void underAnsiQuotesABackslashInANameIsOne() {
    var ansi = SqlSyntax.ofMode("ANSI_QUOTES");
    assertThat(split(ansi, "SELECT \"c\\\"; SELECT 2"))
        .containsExactly("SELECT \"c\\\"", "SELECT 2");
  }

  @Test
  void aHashBeginsACommentAndDashesOnlyWithABlankBehindThem() {
    assertThat(split("SELECT 1 # not; here\n; SELECT 1--1; SELECT 3 -- ;\n;"))
        .containsExactly("SELECT 1", "SELECT 1--1", "SELECT 3");
  }

  @Test
  void commentsDoNotNest() {
    assertThat(split("/* a /* b */ SELECT 1; SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
  }

  @Test
  void dollarsArePartsOfNames() {
    assertThat(split("SELECT a$b$; SELECT $c$d")).containsExactly("SELECT a$b$", "SELECT $c$d");
  }

  @Test
  void backticksAreNamesAndHaveNoEscapeButThemselves() {
    assertThat(split("SELECT `a\\`; SELECT `b``;`"))
        .containsExactly("SELECT `a\\`", "SELECT `b``;`");
  }

  @Test
  void whatTheServerRunsInCommentsIsReadLikeTheRest() {
    assertThat(
            split(
                "/*!40101 SET NAMES utf8mb4 */;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = '*/;'; END */;\nSELECT 1"))
        .containsExactly(
            "/*!40101 SET NAMES utf8mb4 */",
            "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`%`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET NEW.a = '*/;'; END */",
            "SELECT 1");
  }

  @Test
  void delimiterIsObeyedAndIsNoStatement() {
    var statements =
        SqlSplitter.split(
            SqlSyntax.MYSQL,
            """
            SELECT 1;
            DELIMITER //
            CREATE PROCEDURE p()
            BEGIN
              SELECT 1; SELECT '//';
            END //
            SELECT 2 //
            delimiter ;
            SELECT 3;
            """,
            10);
    assertThat(statements)
        .containsExactly(
            new Statement("SELECT 1", 10),
            new Statement("CREATE PROCEDURE p()\nBEGIN\n  SELECT 1; SELECT '//';\nEND", 12),
            new Statement("SELECT 2", 16),
            new Statement("SELECT 3", 18));
  }

  @Test
  void dumpsWithTwoSemicolonsAreCut() {
    assertThat(
            split(
                "DELIMITER ;;\n/*!50003 CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1; */;;\nDELIMITER ;\nSELECT 1;"))
        .containsExactly(
            "/*!50003 CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = 1; */",
            "SELECT 1");
  }

  @Test
  void severalStatementsBetweenTwoDelimitersAreSeveral() {
    assertThat(split("DELIMITER $$\nSELECT 1; SELECT 2$$\nDELIMITER ;\nSELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @Test
  void bodiesRunToTheirEndWithoutDelimiter() {
    var trigger =
        "CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW IF NEW.a IS NULL THEN SET NEW.a = 1; ELSE SET NEW.b = IF(1, 2, 3); END IF";
    var event =
        "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM x; WHILE 1 DO SELECT 1; END WHILE; END";
    assertThat(split(trigger + ";" + event + "; SELECT 2"))
        .containsExactly(trigger, event, "SELECT 2");
  }

  @Test
  void aModeThatChangesTheReadingIsRefusedByLine() {
    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(() -> check("SELECT 1;\nSET sql_mode = 'ANSI_QUOTES';"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_CHANGELOG))
        .satisfies(e -> assertThat(e.line()).isEqualTo(4));
    assertThat(check("SET sql_mode = 'STRICT_TRANS_TABLES';")).isEmpty();
  }

  @Test
  void aCharacterSetThatTheFileIsNotInIsRefused() {
    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(() -> check("SET NAMES latin1;"))
        .withMessageContaining("latin1");
    assertThat(check("/*!40101 SET NAMES utf8mb4 */;")).isEmpty();
  }

  @Test
  void aQuoteLeftOpenIsRefusedByLine() {
    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(() -> check("SELECT 'c:\\';"))
        .withMessageContaining("never closed")
        .satisfies(e -> assertThat(e.line()).isEqualTo(3));
  }

  @Test
  void tablesAreNotLocked() {
    assertThatExceptionOfType(AthanorException.class)
        .isThrownBy(() -> check("LOCK TABLES t WRITE;"))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.TRANSACTION_CONTROL));
  }
}
