package dev.athanor.changelog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.zip.GZIPInputStream;

/** From stored bytes to text: gunzipped within a bound, UTF-8 or refused. */
public final class FileText {
  /** The most that one file may hold, gunzipped. */
  static final int MAX_BYTES = 16 * 1024 * 1024;

  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private FileText() {}

  /**
   * The text of a file, without a byte order mark.
   *
   * @param name decides whether it is gunzipped
   * @param origin where it is, for messages
   * @throws AthanorException {@code UnreadableFile}
   */
  public static String of(String name, String origin, byte[] stored) {
    var bytes = FileNames.gzip(name) ? gunzip(origin, stored) : stored;
    if (bytes.length > MAX_BYTES) {
      throw tooLarge(origin);
    }
    var text = decode(origin, bytes);
    refuseControlCharacters(origin, text);
    return text;
  }

  static AthanorException tooLarge(String origin) {
    return new AthanorException(
            Reason.UNREADABLE_FILE,
            "%s holds more than 16 MiB of text. Split it into several revisions, or load bulk data by other means."
                .formatted(origin))
        .at(origin, 0);
  }

  private static byte[] gunzip(String origin, byte[] stored) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      // one more than allowed: the caller's length check then refuses a bomb without unpacking it
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new AthanorException(
              Reason.UNREADABLE_FILE,
              "%s ends in .gz and is not a complete gzip file. Compress it again, or rename it."
                  .formatted(origin),
              e)
          .at(origin, 0);
    }
  }

  private static String decode(String origin, byte[] bytes) {
    var decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    var result = decoder.decode(in, out, true);
    if (result.isError()) {
      try {
        result.throwException();
      } catch (CharacterCodingException e) {
        throw refused(
            origin,
            1 + count(bytes, in.position()),
            "%s is not UTF-8. Save it as UTF-8.".formatted(origin),
            e);
      }
    }
    var text = out.flip().toString();
    return text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? text.substring(1) : text;
  }

  private static int count(byte[] bytes, int end) {
    int lines = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == '\n') {
        lines++;
      }
    }
    return lines;
  }

  /**
   * A NUL is in no SQL and in every UTF-16 or binary file; a carriage return alone ends a line for
   * some readers and not for others, so that a comment could end where nobody sees it.
   */
  private static void refuseControlCharacters(String origin, String text) {
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\n' -> line++;
        case '\0' ->
            throw refused(
                origin,
                line,
                "%s holds a NUL character. Save it as UTF-8 text.".formatted(origin),
                null);
        case '\r' -> {
          if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
            throw refused(
                origin,
                line,
                "%s has a line that ends in a carriage return alone. Use \\n or \\r\\n."
                    .formatted(origin),
                null);
          }
        }
        default -> {}
      }
    }
  }

  private static AthanorException refused(
      String origin, int line, String message, @org.jspecify.annotations.Nullable Exception cause) {
    var error =
        cause == null
            ? new AthanorException(Reason.UNREADABLE_FILE, message)
            : new AthanorException(Reason.UNREADABLE_FILE, message, cause);
    return error.at(origin, line);
  }
}
