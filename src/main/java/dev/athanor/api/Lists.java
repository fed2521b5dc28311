package dev.athanor.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSON leaves out what is empty and Jackson then hands over null: here it becomes empty again. */
final class Lists {
  private Lists() {}

  static <T> List<T> copy(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
