package dev.athanor.changelog.importing;

/** Revision ids out of the versions of other tools: the same each time, and readable. */
final class Ids {
  private Ids() {}

  /**
   * {@code v} and the version: a bare number could be mistaken for a number of steps. What no id
   * may contain becomes an underscore.
   */
  static String of(String version) {
    return "v" + plain(version);
  }

  /** The id of a script that has a name and no version. */
  static String named(String prefix, String name) {
    return prefix + "_" + plain(name);
  }

  /** Without anything that an id or a ConfigMap's key may not have. */
  static String plain(String text) {
    return text.replaceAll("[^._a-zA-Z0-9]+", "_");
  }
}
