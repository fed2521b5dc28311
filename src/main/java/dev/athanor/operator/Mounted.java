package dev.athanor.operator;

import dev.athanor.api.ImageSource;
import java.util.List;

/** Where a Job finds the revision files. */
public sealed interface Mounted {
  /** In these ConfigMaps of its namespace, in this order. */
  record ConfigMaps(List<String> names) implements Mounted {
    /** Keeps its own copy of the list. */
    public ConfigMaps {
      names = List.copyOf(names);
    }
  }

  /** In an image. */
  record Image(ImageSource image) implements Mounted {}

  /** Nowhere but in the database's own archive. */
  record Archive() implements Mounted {}
}
