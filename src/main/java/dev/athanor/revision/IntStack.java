package dev.athanor.revision;

import java.util.Arrays;

/**
 * A stack of nodes: walks keep one instead of calling themselves, so that no history is too long.
 */
final class IntStack {
  private int[] values = new int[16];
  private int size;

  void push(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  int pop() {
    return values[--size];
  }

  boolean isEmpty() {
    return size == 0;
  }
}
