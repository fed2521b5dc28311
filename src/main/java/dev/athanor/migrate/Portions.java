package dev.athanor.migrate;

import dev.athanor.changelog.RevisionFile;
import dev.athanor.database.Dialect;
import dev.athanor.database.Nature;
import dev.athanor.database.Traits;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts what cannot be one transaction into as few portions as can be. What one statement leaves in
 * the session for a later one (a variable computed from rows, a temporary table, a prepared
 * statement) keeps the two together: a run that goes on between them would not have it.
 */
final class Portions {
  private final Dialect dialect;
  private final RevisionFile file;

  /** What portions before this one have left in the session, and the line that did. */
  private final Map<String, Integer> left = new LinkedHashMap<>();

  private final List<Portion> portions = new ArrayList<>();
  private List<Command> commands = new ArrayList<>();
  private List<Traits> traits = new ArrayList<>();

  Portions(Dialect dialect, RevisionFile file) {
    this.dialect = dialect;
    this.file = file;
  }

  /**
   * The portions of one more unit of the file.
   *
   * @throws AthanorException InvalidChangelog for a statement that needs what an earlier portion
   *     has left in the session
   */
  List<Portion> of(ChangeUnit unit) {
    portions.clear();
    for (var command : unit.commands()) {
      var like = dialect.traits(file.syntax(), command.sql());
      // a setting made from what only this transaction knows is a part of it
      add(
          command,
          like.nature() == Nature.SESSION && needsOpen(like) ? like.transactional() : like,
          unit.inTransaction());
    }
    close();
    return List.copyOf(portions);
  }

  private void add(Command command, Traits like, boolean together) {
    boolean joins = together && !dialect.transactionalDdl();
    switch (like.nature()) {
      case TRANSACTIONAL -> {
        if (!needsOpen(like) && (opaque() || !(joins || leavesSomething()))) {
          close();
        }
      }
      case SESSION -> {
        if (opaque() || !joins) {
          close();
        }
      }
      case VISIBLE, REPEATABLE, OPAQUE -> {
        if (needsOpen(like)) {
          keepOnlyWhatIsNeeded(like);
        } else {
          close();
        }
      }
    }
    refuseLost(command, like);
    commands.add(command);
    traits.add(like);
    boolean alone = like.nature() != Nature.TRANSACTIONAL && like.nature() != Nature.SESSION;
    if ((commands.size() == 1 && alone) || onlySettings()) {
      close();
    }
  }

  /** Where DDL has its transaction, too, what comes next may as well be in this one. */
  private boolean leavesSomething() {
    return dialect.transactionalDdl() && traits.stream().anyMatch(each -> !each.gives().isEmpty());
  }

  private boolean opaque() {
    return traits.stream()
        .anyMatch(each -> each.nature() != Nature.TRANSACTIONAL && each.nature() != Nature.SESSION);
  }

  /** A setting ahead of all rows is no part of their transaction: some refuse to be in one. */
  private boolean onlySettings() {
    return traits.stream().allMatch(each -> each.nature() == Nature.SESSION);
  }

  private boolean needsOpen(Traits like) {
    return traits.stream().anyMatch(earlier -> needs(like, earlier.gives()));
  }

  private static boolean needs(Traits like, Set<String> given) {
    return given.stream().anyMatch(name -> needs(like, name));
  }

  /** A name that it gives stands in it for that; a function that it calls stands for a need. */
  private static boolean needs(Traits like, String name) {
    return like.names().contains(name) && (!like.gives().contains(name) || name.endsWith("()"));
  }

  /** Rows that have nothing to do with it keep their transaction. */
  private void keepOnlyWhatIsNeeded(Traits like) {
    var needed = new HashSet<>(like.names());
    int first = commands.size();
    for (int i = commands.size() - 1; i >= 0; i--) {
      if (traits.get(i).gives().stream().anyMatch(needed::contains)) {
        first = i;
        needed.addAll(traits.get(i).names());
      }
    }
    var kept = new ArrayList<>(commands.subList(first, commands.size()));
    var keptTraits = new ArrayList<>(traits.subList(first, traits.size()));
    commands = new ArrayList<>(commands.subList(0, first));
    traits = new ArrayList<>(traits.subList(0, first));
    close();
    commands = kept;
    traits = keptTraits;
  }

  private void refuseLost(Command command, Traits like) {
    for (var lost : left.entrySet()) {
      var name = lost.getKey();
      boolean again = traits.stream().anyMatch(earlier -> earlier.gives().contains(name));
      if (needs(like, name) && !again) {
        throw new AthanorException(
                Reason.INVALID_CHANGELOG,
                "%s, line %d: %s is what line %d left in the session, and a statement in between commits by itself: a run that is cut off there could not go on here. Write it again right before this statement, or move that one"
                    .formatted(file.origin(), command.line(), name, lost.getValue()))
            .at(file.origin(), command.line())
            .inRevision(file.revision().id())
            .inStatement(command.sql(), null);
      }
    }
  }

  private void close() {
    if (commands.isEmpty()) {
      return;
    }
    var portion = Portion.of(commands, traits);
    portions.add(portion);
    for (int i = 0; i < commands.size(); i++) {
      var like = traits.get(i);
      int line = commands.get(i).line();
      if (like.nature() == Nature.SESSION) {
        // set again by every run
        like.gives().forEach(left::remove);
      } else {
        like.gives().forEach(name -> left.put(name, line));
      }
    }
    commands = new ArrayList<>();
    traits = new ArrayList<>();
  }
}
