package dev.athanor.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a command has of the outside world. {@link Athanor#run} makes one that is not interactive;
 * the process makes one of its own streams, environment and signals.
 *
 * @param out where the result goes, and nothing else
 * @param err where progress, warnings and errors go
 * @param interactive whether a person sees {@code err} as it is written
 * @param answers the next line that this person types; none when nothing more will come
 * @param environment the variables that options may come from
 * @param directory what relative paths are relative to
 * @param clock the time
 * @param stop whether the process was asked to end, which stops the work between two steps
 */
record Terminal(
    PrintWriter out,
    PrintWriter err,
    boolean interactive,
    Supplier<Optional<String>> answers,
    Map<String, String> environment,
    Path directory,
    Clock clock,
    StopSignal stop) {

  /** The same with another place for the result. */
  Terminal withOut(PrintWriter other) {
    return new Terminal(other, err, interactive, answers, environment, directory, clock, stop);
  }

  /** The same with nobody to tell how it goes, or to ask. */
  Terminal quiet() {
    return new Terminal(
        out,
        new PrintWriter(Writer.nullWriter()),
        false,
        Optional::empty,
        environment,
        directory,
        clock,
        stop);
  }

  /** The same with another variable. */
  Terminal withVariable(String name, String value) {
    var variables = new HashMap<>(environment);
    variables.put(name, value);
    return new Terminal(
        out, err, interactive, answers, Map.copyOf(variables), directory, clock, stop);
  }
}
