package dev.athanor.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes keeps 4,096 bytes of what a container leaves behind and cuts the rest, which would
 * leave half a JSON document. So a long result is made shorter here, the least needed first: the
 * times, the statement, the message, and only then the lists. Rows are left out as a whole, never
 * in part: a part of them would be a wrong answer to the question where the database is.
 */
final class TerminationMessage {
  /** What fits for certain. */
  static final int MAX_BYTES = 4095;

  private TerminationMessage() {}

  static String of(OperationResult result) {
    var whole = Json.write(result);
    if (fits(whole)) {
      return whole;
    }
    return Stream.of(
            cut(result, MAX_BYTES, Keep.ALL),
            cut(result, 1500, Keep.ALL),
            cut(result, 600, Keep.ALL),
            cut(result, 600, Keep.CURRENT),
            cut(result, 200, Keep.CURRENT),
            cut(result, 200, Keep.NOTHING),
            cut(result, 40, Keep.NOTHING))
        .map(Json::write)
        .filter(TerminationMessage::fits)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a result that cannot be made to fit"));
  }

  /** Which lists of revisions stay. */
  private enum Keep {
    ALL,
    CURRENT,
    NOTHING
  }

  private static boolean fits(String json) {
    return json.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static OperationResult cut(OperationResult r, int bytes, Keep keep) {
    var all = keep == Keep.ALL;
    return new OperationResult(
        r.apiVersion(),
        r.kind(),
        shorten(r.operation(), bytes),
        all ? r.target() : null,
        all ? r.from() : null,
        all ? r.to() : null,
        r.steps(),
        r.planned(),
        r.startedAt(),
        r.completedAt(),
        keep == Keep.NOTHING ? null : r.current(),
        shortenOrNull(r.digest(), 80),
        Optional.ofNullable(r.database())
            .map(
                d ->
                    new DatabaseIdentity(
                        shortenOrNull(d.product(), bytes),
                        shortenOrNull(d.version(), bytes),
                        shortenOrNull(d.identity(), bytes),
                        shortenOrNull(d.versionTable(), bytes)))
            .orElse(null),
        r.plan(),
        Optional.ofNullable(r.error()).map(e -> cut(e, bytes)).orElse(null),
        null,
        true);
  }

  private static ErrorDetail cut(ErrorDetail e, int bytes) {
    return new ErrorDetail(
        shorten(e.reason(), bytes),
        shorten(e.message(), bytes),
        shortenOrNull(e.file(), bytes),
        e.line(),
        shortenOrNull(e.revision(), bytes),
        shortenOrNull(e.statement(), bytes),
        shortenOrNull(e.sqlState(), bytes));
  }

  private static @Nullable String shortenOrNull(@Nullable String text, int bytes) {
    return text == null ? null : shorten(text, bytes);
  }

  /** Counts bytes as JSON will have them, so that a text full of quotes or of emoji fits too. */
  private static String shorten(String text, int bytes) {
    var kept = new StringBuilder();
    var size = 0;
    for (var codePoint : text.codePoints().toArray()) {
      var next = Character.toString(codePoint);
      size += jsonLength(next);
      if (size > bytes) {
        return kept.append('…').toString();
      }
      kept.append(next);
    }
    return kept.toString();
  }

  private static int jsonLength(String text) {
    return Json.write(text).getBytes(StandardCharsets.UTF_8).length - 2;
  }
}
