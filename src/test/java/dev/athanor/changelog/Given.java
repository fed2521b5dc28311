package dev.athanor.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.List;
import org.assertj.core.api.Assertions;

/** Revision files out of texts, and what becomes of them. */
final class Given {
  private Given() {}

  static RevisionFile file(String name, String text) {
    return RevisionFile.of(name, name, text.getBytes(UTF_8)).orElseThrow();
  }

  static RevisionFile sql(String text) {
    return file("a.sql", text);
  }

  /** Formatted SQL with a header of two lines: the body begins on line 3. */
  static RevisionFile formatted(String body) {
    return sql("--liquibase formatted sql\n-- revision: a1\n" + body);
  }

  /** The short form with a header of one line: the body begins on line 2. */
  static RevisionFile shortForm(String body) {
    return sql("-- revision: a1\n" + body);
  }

  /** YAML with a header of one line: the changelog's entries begin on line 3. */
  static RevisionFile yaml(String entries) {
    return file("a.yaml", "# revision: a1\ndatabaseChangeLog:\n" + entries.indent(2));
  }

  /** YAML with one changeset: its changes begin on line 7. */
  static RevisionFile yamlChanges(String changes) {
    return yaml(
        """
        - changeSet:
            id: 1
            author: ann
            changes:
        """
            + changes.indent(6));
  }

  static void assertRefused(Reason reason, int line, String inMessage, Runnable code) {
    var error = catchThrowableOfType(AthanorException.class, code::run);
    Assertions.assertThat(error).as("refused").isNotNull();
    Assertions.assertThat(error.reason()).as(error.message()).isEqualTo(reason);
    Assertions.assertThat(error.message()).contains(inMessage);
    Assertions.assertThat(error.line()).as(error.message()).isEqualTo(line);
    Assertions.assertThat(error.file()).isPresent();
  }

  static void assertRefused(Reason reason, int line, String inMessage, RevisionFile file) {
    assertRefused(reason, line, inMessage, () -> FileCheck.check(file));
  }

  static List<String> texts(List<Statement> statements) {
    return statements.stream().map(Statement::text).toList();
  }
}
