package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.revision.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Starts Liquibase for the first file that needs it, and not for an operation that has none. */
final class LazyTarget implements LiquibaseTarget {
  private final Supplier<LiquibaseTarget> start;
  private Optional<LiquibaseTarget> started = Optional.empty();

  LazyTarget(Supplier<LiquibaseTarget> start) {
    this.start = start;
  }

  @Override
  public List<ChangeUnit> units(RevisionFile file, Operation direction) {
    if (started.isEmpty()) {
      started = Optional.of(start.get());
    }
    return started.get().units(file, direction);
  }
}
