package dev.athanor.testing.kube;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What the image runs; a container's arguments follow it. */
public interface Entrypoint {
  /** The command; {@code tmp} is the folder that stands for the container's {@code /tmp}. */
  List<String> command(Path tmp);

  /** The athanor of this class path, in a JVM tuned for a short life. */
  static Entrypoint athanor() {
    return tmp ->
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Djava.io.tmpdir=" + tmp,
            // the log as in production, not as the tests have it
            "-Dlogback.configurationFile=logback.xml",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath(),
            "dev.athanor.cli.Athanor");
  }

  /** Ours, absolute: the process has a working directory of its own. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A shell, for tests of the harness: the first argument is its script. */
  static Entrypoint shell() {
    return _ -> List.of("/bin/sh", "-c");
  }
}
