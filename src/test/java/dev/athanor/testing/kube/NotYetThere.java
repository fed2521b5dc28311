package dev.athanor.testing.kube;

import java.io.Serial;

/** A container cannot start because something it refers to is missing: kubelet tries again. */
final class NotYetThere extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final boolean volume;

  private NotYetThere(boolean volume, String message) {
    super(message);
    this.volume = volume;
  }

  /** A volume cannot be mounted: an event, and the pod stays as it is. */
  static NotYetThere mount(String volumeName, String why) {
    return new NotYetThere(
        true, "MountVolume.SetUp failed for volume \"%s\" : %s".formatted(volumeName, why));
  }

  /** An environment variable has no value: {@code CreateContainerConfigError}. */
  static NotYetThere config(String why) {
    return new NotYetThere(false, why);
  }

  /** Tells of it the way the kubelet does. */
  void report(PodRuntime.Observer observer) {
    if (volume) {
      observer.warn("FailedMount", message());
    } else {
      observer.waiting("CreateContainerConfigError", message());
      observer.warn("Failed", "Error: " + message());
    }
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
