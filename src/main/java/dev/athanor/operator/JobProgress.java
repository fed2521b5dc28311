package dev.athanor.operator;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a Job is, as its log says.
 *
 * @param done how many steps are done
 * @param steps how many there are
 */
public record JobProgress(int done, int steps) {
  /** {@code 4/7 upgrade 8f2c} when it starts; a colon and the time it took when it is done. */
  private static final Pattern LINE =
      Pattern.compile("([0-9]{1,6})/([0-9]{1,6}) (?:upgrade|downgrade|stamp)\\b([^:]*)(:.*)?");

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

  /** What the last line about a step says, if the log has one. */
  static Optional<JobProgress> read(String log) {
    return log.lines()
        .map(LINE::matcher)
        .filter(line -> line.matches())
        .reduce((_, later) -> later)
        .map(
            line -> {
              var step = Integer.parseInt(line.group(1));
              return new JobProgress(
                  line.group(4) == null ? Math.max(0, step - 1) : step,
                  Integer.parseInt(line.group(2)));
            });
  }

  /** What {@link #toString} has said, if it was that. */
  static Optional<JobProgress> parse(String said) {
    return Optional.of(TEXT.matcher(said))
        .filter(text -> text.matches())
        .map(
            text ->
                new JobProgress(Integer.parseInt(text.group(1)), Integer.parseInt(text.group(2))));
  }

  int left() {
    return Math.max(0, steps - done);
  }

  @Override
  public String toString() {
    return done + "/" + steps;
  }
}
