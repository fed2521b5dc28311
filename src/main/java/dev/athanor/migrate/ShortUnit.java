package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.changelog.ShortSql;
import dev.athanor.revision.Operation;
import java.util.List;

/** A section of our short form. */
record ShortUnit(String name, ShortSql.Section section) implements ChangeUnit {

  static List<ChangeUnit> of(RevisionFile file, Operation direction) {
    var sql = ShortSql.of(file);
    return direction == Operation.DOWNGRADE
        ? sql.downgrade().stream()
            .<ChangeUnit>map(section -> new ShortUnit("downgrade", section))
            .toList()
        : List.of(new ShortUnit("upgrade", sql.upgrade()));
  }

  @Override
  public int line() {
    return section.line();
  }

  @Override
  public boolean inTransaction() {
    return section.runInTransaction();
  }

  @Override
  public boolean failOnError() {
    return true;
  }

  @Override
  public boolean hasPreconditions() {
    return false;
  }

  @Override
  public Verdict check() {
    return new Verdict.Run();
  }

  @Override
  public boolean written() {
    return true;
  }

  @Override
  public List<Command> commands() {
    return section.statements().stream()
        .<Command>map(statement -> new Command.Plain(statement.text(), statement.line()))
        .toList();
  }
}
