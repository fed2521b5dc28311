package dev.athanor.changelog;

import static dev.athanor.changelog.Given.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlSplitterTest {

  private static List<String> split(String sql) {
    return texts(SqlSplitter.split(sql, 1));
  }

  @Test
  void semicolonsEndStatementsAndAreNoPartOfThem() {
    assertThat(split("SELECT 1; SELECT 2;\n;;SELECT 3"))
        .containsExactly("SELECT 1", "SELECT 2", "SELECT 3");
  }

  @Test
  void theLineIsThatOfTheFirstTokenInTheFile() {
    assertThat(SqlSplitter.split("\n-- about a\nSELECT\n1;\n\n/* b */ SELECT 2;", 10))
        .containsExactly(new Statement("SELECT\n1", 12), new Statement("SELECT 2", 15));
  }

  @Test
  void quotesHideSemicolons() {
    assertThat(split("SELECT 'a;''b;', \"c;\"\"d;\"; SELECT `e;`"))
        .containsExactly("SELECT 'a;''b;', \"c;\"\"d;\"", "SELECT `e;`");
  }

  @Test
  void backslashIsAnOrdinaryCharacterInAStandardString() {
    assertThat(split("SELECT 'c:\\'; SELECT 2")).containsExactly("SELECT 'c:\\'", "SELECT 2");
  }

  @Test
  void backslashEscapesTheQuoteInAnEString() {
    assertThat(split("SELECT E'it\\'s; \\\\'; SELECT e'\\';'"))
        .containsExactly("SELECT E'it\\'s; \\\\'", "SELECT e'\\';'");
  }

  @Test
  void anEStringThatGoesOnInTheNextLineKeepsItsEscapes() {
    assertThat(split("SELECT E'a'\n  '\\';b'; SELECT 2"))
        .containsExactly("SELECT E'a'\n  '\\';b'", "SELECT 2");
  }

  @Test
  void aNameThatEndsInEIsNoEString() {
    assertThat(split("SELECT type'\\'; SELECT 2")).containsExactly("SELECT type'\\'", "SELECT 2");
  }

  @Test
  void dollarQuotesAreClosedByTheirOwnTag() {
    assertThat(split("DO $a$ x; $b$; $$; $a$; SELECT $$;$$, $ü1$;$ü1$"))
        .containsExactly("DO $a$ x; $b$; $$; $a$", "SELECT $$;$$, $ü1$;$ü1$");
  }

  @Test
  void aDollarInANameOrAParameterOpensNothing() {
    assertThat(split("SELECT a$b$ FROM t; SELECT $1; SELECT 2$$;$$"))
        .containsExactly("SELECT a$b$ FROM t", "SELECT $1", "SELECT 2$$;$$");
  }

  @Test
  void commentsHideSemicolonsAndNest() {
    assertThat(split("SELECT 1 -- a;\n, 2 /* b; /* c; */ d; */, 3; SELECT 4"))
        .containsExactly("SELECT 1 -- a;\n, 2 /* b; /* c; */ d; */, 3", "SELECT 4");
  }

  @Test
  void commentsAloneAreNoStatement() {
    assertThat(split("-- a\n/* b */; -- c")).isEmpty();
  }

  @Test
  void hintsStayAndWhatMariaDbRunsIsAStatement() {
    assertThat(split("/*+ SeqScan(t) */ SELECT 1; /*!40101 SET NAMES utf8 */; /*+ lost */;"))
        .containsExactly("/*+ SeqScan(t) */ SELECT 1", "/*!40101 SET NAMES utf8 */");
  }

  @Test
  void beginAtomicRunsToItsEnd() {
    var function =
        """
        CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql
        BEGIN ATOMIC
          INSERT INTO t VALUES (a);
          SELECT CASE WHEN a > 0 THEN CASE a WHEN 1 THEN 2 END ELSE t.end END FROM t;
        END""";
    assertThat(split(function + "; SELECT 1;")).containsExactly(function, "SELECT 1");
  }

  @Test
  void bodiesOfMariaDbRoutinesRunToTheirEnd() {
    var procedure =
        """
        CREATE PROCEDURE p() BEGIN
          IF a THEN SELECT 1; END IF;
          BEGIN SELECT 2; END;
          CASE a WHEN 1 THEN SELECT 3; END CASE;
          l: LOOP LEAVE l; END LOOP;
        END""";
    assertThat(split(procedure + "; SELECT 1;")).containsExactly(procedure, "SELECT 1");
  }

  @Test
  void beginAsANameOpensNoBody() {
    assertThat(
            split(
                "CREATE FUNCTION begin(begin int) RETURNS int AS 'x' LANGUAGE c; CREATE TABLE"
                    + " event (begin int, \"end\" int); SELECT 1"))
        .hasSize(3);
  }

  @Test
  void parenthesesHideSemicolons() {
    assertThat(split("CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT (2);); SELECT 3"))
        .containsExactly(
            "CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT (2);)", "SELECT 3");
  }

  @Test
  void anotherDelimiterLeavesSemicolonsAlone() {
    assertThat(
            texts(
                SqlSplitter.split(
                    SqlSyntax.POSTGRESQL, "SELECT 1; SELECT 2 // SELECT '//' //", 1, "//")))
        .containsExactly("SELECT 1; SELECT 2", "SELECT '//'");
    assertThat(
            texts(SqlSplitter.split(SqlSyntax.POSTGRESQL, "BEGIN a; END$$\nSELECT 2$$", 1, "$$")))
        .containsExactly("BEGIN a; END", "SELECT 2");
  }

  @Test
  void aSlashOrGoCountsAtTheStartOfALineOnly() {
    assertThat(
            texts(SqlSplitter.split(SqlSyntax.POSTGRESQL, "SELECT 4/2;\n/\nSELECT 1\n/", 1, "/")))
        .containsExactly("SELECT 4/2;", "SELECT 1");
    assertThat(texts(SqlSplitter.split(SqlSyntax.POSTGRESQL, "SELECT 1 //\n//SELECT 2", 1, "\n//")))
        .containsExactly("SELECT 1 //", "SELECT 2");
    assertThat(
            texts(
                SqlSplitter.split(
                    SqlSyntax.POSTGRESQL, "SELECT go\nGO\nSELECT gopher\ngo", 1, "\\nGO")))
        .containsExactly("SELECT go", "SELECT gopher");
  }

  @Test
  void whatIsNeverClosedReachesToTheEnd() {
    assertThat(split("SELECT 'a; b")).containsExactly("SELECT 'a; b");
    assertThat(split("SELECT $x$ a; b")).containsExactly("SELECT $x$ a; b");
    assertThat(split("SELECT ` a; b")).containsExactly("SELECT ` a", "b");
  }
}
