package dev.athanor.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.athanor.cli.Athanor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program in a process of its own, so that it can be sent signals, and killed. */
public final class Program implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;
  private final StringBuilder said = new StringBuilder();

  private Program(Process process) {
    this.process = process;
    this.lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts it with those arguments, as at a prompt. */
  public static Program start(String... args) {
    return start(List.of("-Xmx128m"), args);
  }

  /** The same with options for its JVM. */
  public static Program start(List<String> jvm, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", classPath(), Athanor.class.getName()));
    command.addAll(List.of(args));
    try {
      return new Program(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Whether a signal is ignored by this process, and so by those that it starts. */
  public static boolean ignores(String signal) {
    int number =
        switch (signal) {
          case "HUP" -> 1;
          case "INT" -> 2;
          case "TERM" -> 15;
          default -> throw new IllegalArgumentException(signal);
        };
    try (var status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
          .anyMatch(mask -> (mask & 1L << (number - 1)) != 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it says a line that contains the words. */
  public Program says(String words) {
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.contains(words)) {
          return this;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("it never said '" + words + "' but:\n" + said);
  }

  /** Sends a signal: {@code TERM}, {@code INT}, {@code STOP}, {@code KILL}. */
  public Program signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Waits for its end, and answers its exit code. */
  public int exitCode() {
    lines.lines().forEach(line -> said.append(line).append('\n'));
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All that it said so far, on both streams. */
  public String said() {
    return said.toString();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
