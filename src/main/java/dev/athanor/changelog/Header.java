package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The keys found at a file's head, each with its line; which ones make sense is checked here. */
final class Header {
  private static final Pattern KEY_LINE =
      Pattern.compile("([A-Za-z][A-Za-z_ -]{0,30}?)\\s*:(?:\\s+(.*))?");

  private final String origin;
  private final Map<HeaderKey, Entry> entries = new EnumMap<>(HeaderKey.class);

  private record Entry(String value, int line) {}

  Header(String origin) {
    this.origin = origin;
  }

  /** Reads lines of comments, in which anything that is no key is free text. */
  static Header of(String origin, HeaderLines lines) {
    var header = new Header(origin);
    for (var line : lines.lines()) {
      var matcher = KEY_LINE.matcher(line.text());
      if (matcher.matches()) {
        var value = matcher.group(2);
        header.accept(matcher.group(1), value == null ? "" : value.strip(), line.number());
      }
    }
    return header;
  }

  /** Takes a key if it is one of ours; a key that was meant to be one is refused. */
  boolean accept(String key, String value, int line) {
    var known = HeaderKey.of(key);
    if (known.isEmpty()) {
      HeaderKey.meantBy(key)
          .ifPresent(
              meant -> {
                throw invalid(
                    line, "knows no key \"%s\"; write \"%s:\"".formatted(key, meant.key()));
              });
      return false;
    }
    var before = entries.putIfAbsent(known.get(), new Entry(value, line));
    if (before != null) {
      throw invalid(
          line,
          "has \"%s:\" twice, first on line %d; keep one of them".formatted(key, before.line()));
    }
    return true;
  }

  /** Whether there is a header at all. */
  boolean present() {
    return !entries.isEmpty();
  }

  /** The line of {@code revision:}, or of whatever key there is. */
  int line() {
    var revision = entries.get(HeaderKey.REVISION);
    return revision != null
        ? revision.line()
        : entries.values().stream().mapToInt(Entry::line).min().orElse(1);
  }

  /** What the keys say; refused when {@code revision} is not among them. */
  Revision revision() {
    var id = value(HeaderKey.REVISION);
    if (id.isEmpty()) {
      throw invalid(line(), "names no revision; add \"revision: <id>\"");
    }
    return new Revision(
        id,
        list(HeaderKey.DOWN_REVISION),
        list(HeaderKey.DEPENDS_ON),
        list(HeaderKey.BRANCH_LABELS),
        value(HeaderKey.MESSAGE),
        value(HeaderKey.CREATED),
        origin);
  }

  /** The revisions that were folded into this one. */
  List<String> replaces() {
    return list(HeaderKey.REPLACES);
  }

  /** The line of a key. */
  OptionalInt line(HeaderKey key) {
    return Stream.ofNullable(entries.get(key)).mapToInt(Entry::line).findFirst();
  }

  private String value(HeaderKey key) {
    return Optional.ofNullable(entries.get(key)).map(Entry::value).orElse("");
  }

  private List<String> list(HeaderKey key) {
    var value = value(key);
    var items = new ArrayList<String>();
    if (!value.isEmpty()) {
      for (var item : value.split(",", -1)) {
        if (item.isBlank()) {
          throw invalid(
              entries.getOrDefault(key, new Entry("", 0)).line(),
              "has nothing between two commas of \"%s: %s\"".formatted(key.key(), value));
        }
        items.add(item.strip());
      }
    }
    return items;
  }

  AthanorException invalid(int line, String what) {
    return new AthanorException(
            Reason.INVALID_HEADER, "The header of %s, line %d, %s.".formatted(origin, line, what))
        .at(origin, line);
  }
}
