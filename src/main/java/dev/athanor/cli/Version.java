package dev.athanor.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** {@code athanor --version}: what the jar's manifest says. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"athanor " + current()};
  }

  /** The version, or {@code development} where the program does not run from its jar. */
  static String current() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}
