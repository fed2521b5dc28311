package dev.athanor.changelog;

import java.util.List;

/** What a changeset of formatted SQL says about its way back. */
public sealed interface Rollback {
  /** It says nothing: there is no way back. */
  record Missing() implements Rollback {}

  /** {@code --rollback empty} or {@code --rollback not required}: the way back does nothing. */
  record Nothing() implements Rollback {}

  /**
   * The way back is SQL.
   *
   * @param line the line that the text begins on, from 1
   * @param sql as one text, its lines kept apart (Liquibase joins those of the multi-line form)
   * @param statements the same, cut up, with their lines in the file
   */
  record Sql(int line, String sql, List<Statement> statements) implements Rollback {
    /** Keeps its own copy of the list. */
    public Sql {
      statements = List.copyOf(statements);
    }
  }

  /** The way back is the way forth of an earlier changeset in the same file. */
  record OfChangeSet(String author, String id) implements Rollback {}
}
