import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The API server's audit log, in which there is nobody but the operator. */
class Audit {
  static final Pattern VERB = Pattern.compile("\"verb\":\"(\\w+)\"");
  static final Pattern RESOURCE = Pattern.compile("\"objectRef\":\\{\"resource\":\"(\\w+)\"");
  static final Pattern SUBRESOURCE = Pattern.compile("\"subresource\":\"(\\w+)\"");
  static final Pattern CODE = Pattern.compile("\"code\":(\\d+)");
  static final Pattern AT = Pattern.compile("\"stageTimestamp\":\"([^\"]+)\"");

  /** Nothing for so long, and what was begun is done. */
  static final Duration QUIET = Duration.ofSeconds(5);

  final Path log;
  final List<Request> unread = new ArrayList<>();
  long offset;
  Instant last = Instant.EPOCH;

  Audit(Path log) {
    this.log = log;
  }

  void read() throws IOException {
    if (!Files.exists(log)) {
      return;
    }
    try (var file = Files.newByteChannel(log)) {
      file.position(offset);
      var buffer = ByteBuffer.allocate((int) Math.min(64 << 20, file.size() - offset));
      while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
      var text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      var end = text.lastIndexOf('\n') + 1;
      offset += text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
      text.substring(0, end).lines().map(Audit::request).forEach(this::add);
    }
  }

  void add(Request request) {
    unread.add(request);
    if (!request.lease()) {
      last = request.at();
    }
  }

  static Request request(String line) {
    var sub = first(SUBRESOURCE, line);
    return new Request(
        first(VERB, line),
        first(RESOURCE, line) + (sub.isEmpty() ? "" : "/" + sub),
        Integer.parseInt("0" + first(CODE, line)),
        Instant.parse(first(AT, line)));
  }

  static String first(Pattern pattern, String line) {
    var found = pattern.matcher(line);
    return found.find() ? found.group(1) : "";
  }

  Instant last() {
    return last;
  }

  List<Request> more() throws IOException {
    read();
    var more = List.copyOf(unread);
    unread.clear();
    return more;
  }

  void untilQuiet() throws Exception {
    var since = Instant.now();
    do {
      Thread.sleep(500);
      read();
      if (last.isAfter(since)) {
        since = last;
      }
    } while (Duration.between(since, Instant.now()).compareTo(QUIET) < 0);
  }
}
