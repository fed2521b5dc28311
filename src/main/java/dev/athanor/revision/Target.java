package dev.athanor.revision;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An expression taken apart: {@code [label@]name}, or relative {@code [label@][name](+N|-N)}.
 *
 * @param expression as written
 * @param label what is left of the {@code @}
 * @param name an id, a label, a prefix, {@code head}, {@code heads} or {@code base}; absent in a
 *     relative one that counts from the current revisions
 * @param steps up or down, in a relative one; larger counts are cut to the largest int
 */
record Target(String expression, Optional<String> label, Optional<String> name, OptionalInt steps) {
  private static final Pattern RELATIVE =
      Pattern.compile("(?:([^@]+)@)?(\\w+)?([+-])(\\d+)", Pattern.UNICODE_CHARACTER_CLASS);

  static Target parse(String expression) {
    var relative = RELATIVE.matcher(expression);
    if (relative.matches()) {
      int count = count(relative.group(4));
      return new Target(
          expression,
          Optional.ofNullable(relative.group(1)),
          Optional.ofNullable(relative.group(2)),
          OptionalInt.of(relative.group(3).equals("-") ? -count : count));
    }
    int at = expression.indexOf('@');
    return new Target(
        expression,
        at < 0 ? Optional.empty() : Optional.of(expression.substring(0, at)),
        Optional.of(expression.substring(at + 1)),
        OptionalInt.empty());
  }

  private static int count(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException tooLong) {
      return Integer.MAX_VALUE;
    }
  }

  /** Whether it counts steps. */
  boolean relative() {
    return steps.isPresent();
  }

  /** Whether it counts from where the database is. */
  boolean fromCurrent() {
    return name.isEmpty();
  }
}
