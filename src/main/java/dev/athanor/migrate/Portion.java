package dev.athanor.migrate;

import dev.athanor.database.Nature;
import dev.athanor.database.Traits;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Statements that are done together or not: one, or several that share a transaction.
 *
 * @param commands in order, at least one
 * @param traits what each of them is like
 * @param traitsOfAll what they are like as a whole
 */
record Portion(List<Command> commands, List<Traits> traits, Traits traitsOfAll) {
  Portion {
    commands = List.copyOf(commands);
    traits = List.copyOf(traits);
  }

  static Portion of(List<Command> commands, List<Traits> traits) {
    return new Portion(commands, traits, ofAll(traits));
  }

  private static Traits ofAll(List<Traits> traits) {
    if (traits.size() == 1) {
      return traits.getFirst();
    }
    var gives = new HashSet<String>();
    var names = new HashSet<String>();
    traits.forEach(each -> gives.addAll(each.gives()));
    traits.forEach(each -> names.addAll(each.names()));
    boolean together =
        traits.stream()
            .allMatch(
                each -> each.nature() == Nature.TRANSACTIONAL || each.nature() == Nature.SESSION);
    return new Traits(together ? Nature.TRANSACTIONAL : Nature.OPAQUE, !together, gives, names);
  }

  Nature nature() {
    return traitsOfAll.nature();
  }

  Set<String> gives() {
    return traitsOfAll.gives();
  }

  int line() {
    return commands.getFirst().line();
  }

  String sql() {
    return commands.stream().map(Command::sql).collect(Collectors.joining(";\n"));
  }

  /** What in it a run has to do again that goes on behind it. */
  List<Command> settings() {
    return java.util.stream.IntStream.range(0, commands.size())
        .filter(i -> traits.get(i).nature() == Nature.SESSION)
        .mapToObj(commands::get)
        .toList();
  }
}
