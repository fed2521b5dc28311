import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The operator's process. */
record Operator(Process process) {
  /** The most memory that it ever had resident, in bytes. */
  long peak() throws IOException {
    return Files.readAllLines(proc("status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  void forgetPeak() throws IOException {
    Files.writeString(proc("clear_refs"), "5");
  }

  Path proc(String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }

  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the operator does not stop");
    }
  }
}
