package dev.athanor.changelog.importing;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A version as Flyway orders it: numbers between dots or underscores, one by one, 1.0 the same as
 * 1.
 *
 * @param parts without the zeros at the end
 */
record FlywayVersion(List<BigInteger> parts) implements Comparable<FlywayVersion> {
  static FlywayVersion of(String text) {
    var parts =
        Arrays.stream(text.split("[._]", -1))
            .map(BigInteger::new)
            .collect(Collectors.toCollection(java.util.ArrayList::new));
    while (parts.size() > 1 && parts.getLast().signum() == 0) {
      parts.removeLast();
    }
    return new FlywayVersion(List.copyOf(parts));
  }

  @Override
  public int compareTo(FlywayVersion other) {
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = part(i).compareTo(other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private BigInteger part(int index) {
    return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
  }
}
