package dev.athanor.changelog.importing;

/** Text that grows, with the number of the line it is at. */
final class Lines {
  private final StringBuilder text = new StringBuilder();
  private int line = 1;

  Lines add(String more) {
    text.append(more);
    line += (int) more.chars().filter(c -> c == '\n').count();
    return this;
  }

  /** The line that comes next is written on. */
  int line() {
    return line;
  }

  String text() {
    return text.toString();
  }

  /** The line of a place in a text, from 1. */
  static int at(String text, int offset) {
    return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
  }
}
