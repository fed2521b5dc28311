package dev.athanor.database;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who we are to a database that has no server to know it. */
final class LocalProcess {
  private LocalProcess() {}

  /** Process and host. */
  static String description() {
    return "process %d on %s".formatted(ProcessHandle.current().pid(), host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }
}
