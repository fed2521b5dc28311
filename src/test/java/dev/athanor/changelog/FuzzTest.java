package dev.athanor.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.error.AthanorException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds: an answer or an AthanorException, soon, and no SQL lost. */
class FuzzTest {
  private static final int TEXTS = 3000;

  private static final List<String> PIECES =
      List.of(
          "'",
          "\"",
          "`",
          "$$",
          "$a$",
          "$1",
          "--",
          "/*",
          "*/",
          "/*!",
          "/*+",
          ";",
          "//",
          "\\",
          "E'",
          "\n",
          "\n",
          "\n",
          "\r\n",
          " ",
          " ",
          "\t",
          "(",
          ")",
          "BEGIN",
          "ATOMIC",
          "END",
          "CASE",
          "NOT",
          "CREATE FUNCTION f()",
          "CREATE PROCEDURE p",
          "COMMIT",
          "SELECT 1",
          "x",
          "é",
          "\uFEFF",
          "${x}",
          "--liquibase formatted sql\n",
          "-- revision: a1\n",
          "-- down-revision: b,c\n",
          "-- upgrade\n",
          "-- downgrade\n",
          "--changeset a:1\n",
          "--changeset a:2 endDelimiter://\n",
          "--changeset a:3 splitStatements:false rollbackEndDelimiter:/\n",
          "--rollback empty\n",
          "--rollback DROP TABLE t;\n",
          "/* liquibase rollback\n",
          "--ignoreLines:start\n",
          "--ignoreLines:end\n",
          "--ignoreLines:2\n",
          "--property name:x value:y\n",
          "--precondition-",
          "--preconditions onFail:HALT\n",
          "# revision: a1\n",
          "databaseChangeLog:\n",
          "  - changeSet:\n",
          "      id: 1\n",
          "      author: a\n",
          "      changes:\n",
          "        - sql: x\n",
          "<!--",
          "-->",
          "<databaseChangeLog>",
          "</databaseChangeLog>",
          "<changeSet id='1' author='a'>",
          "<sql>",
          "</sql>",
          "</changeSet>",
          "revision: a1",
          "{",
          "}",
          "[",
          "]",
          "\"revision\":",
          "\"a1\"",
          ",",
          "\"databaseChangeLog\":",
          "&a",
          "*a",
          "!!x",
          "<<: ",
          "|",
          ": ");

  private static String text(Random random) {
    return random
        .ints(random.nextInt(60), 0, PIECES.size())
        .mapToObj(PIECES::get)
        .collect(Collectors.joining());
  }

  private static String header(String name) {
    return switch (name) {
      case "a.yaml" -> "# revision: a1\ndatabaseChangeLog:\n  - changeSet:\n      id: 1\n";
      case "a.xml" -> "<!-- revision: a1 --><databaseChangeLog>";
      case "a.json" -> "{\"revision\": \"a1\", \"databaseChangeLog\": [";
      default -> "-- revision: a1\n-- upgrade\n";
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.sql", "a.yaml", "a.xml", "a.json", "a.sql.gz"})
  void everyFileIsAcceptedOrRefused(String name) {
    var random = new Random(7);
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(1),
        () -> {
          for (int i = 0; i < TEXTS; i++) {
            var text =
                switch (i % 3) {
                  case 0 -> text(random);
                  case 1 -> header(name) + text(random);
                  default -> "--liquibase formatted sql\n-- revision: a1\n" + text(random);
                };
            check(name, text);
          }
        });
  }

  private static void check(String name, String text) {
    try {
      RevisionFile.of(name, name, text.getBytes(UTF_8)).ifPresent(FileCheck::check);
    } catch (AthanorException e) {
      assertThat(e.file()).as(text).contains(name);
      assertThat(e.line()).as(text).isBetween(0, 2 + (int) text.lines().count());
    } catch (RuntimeException e) {
      throw new AssertionError("seed text: " + text, e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void splittingLosesNothingButSemicolonsCommentsAndWhiteSpace(int seed) {
    var random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      var sql = text(random);
      var joined =
          SqlSplitter.split(sql, 1).stream()
              .map(Statement::text)
              .collect(Collectors.joining("\n;\n"));
      assertThat(tokens(joined)).as(sql).isEqualTo(tokens(sql));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void everyStatementStandsOnItsLine(int seed) {
    var random = new Random(seed);
    for (int i = 0; i < TEXTS; i++) {
      var sql = text(random);
      var lines = sql.split("\n", -1);
      for (var statement : SqlSplitter.split(sql, 1)) {
        var first = statement.text().lines().findFirst().orElse("").stripTrailing();
        assertThat(lines[statement.line() - 1]).as(sql).contains(first);
      }
    }
  }

  private static List<String> tokens(String sql) {
    var tokens = new java.util.ArrayList<String>();
    var lexer = new SqlLexer(sql, 1);
    while (lexer.next()) {
      boolean hint = lexer.kind() == SqlLexer.Kind.HINT && lexer.text().startsWith("/*+");
      if (!lexer.comment() && !lexer.is(';') && !hint) {
        tokens.add(lexer.text());
      }
    }
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "/*", "$a$ $b$ ", "'", "BEGIN ", "--", " ", "`", "--\n", "E'\\", "'\n"})
  void longTextsTakeNoTime(String piece) {
    var text = "-- revision: a1\n-- upgrade\n" + piece.repeat(200_000);
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check("a.sql", text));
    var formatted =
        "--liquibase formatted sql\n-- revision: a1\n--changeset a:1\nx" + piece.repeat(200_000);
    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check("a.sql", formatted));
  }
}
