package dev.athanor.changelog;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The keys of a revision file's header. */
enum HeaderKey {
  REVISION,
  DOWN_REVISION,
  DEPENDS_ON,
  BRANCH_LABELS,
  MESSAGE,
  CREATED,
  REPLACES;

  /** What other tools, and hurried people, write for them. */
  private static final Map<String, HeaderKey> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("revisionid", REVISION),
          Map.entry("rev", REVISION),
          Map.entry("revises", DOWN_REVISION),
          Map.entry("downrev", DOWN_REVISION),
          Map.entry("dependson", DEPENDS_ON),
          Map.entry("depends", DEPENDS_ON),
          Map.entry("dependencies", DEPENDS_ON),
          Map.entry("branchlabel", BRANCH_LABELS),
          Map.entry("createdate", CREATED),
          Map.entry("createdat", CREATED));

  /** A spelling this far off is taken for a slip. */
  private static final int SLIP = 2;

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<HeaderKey> of(String key) {
    return Arrays.stream(values()).filter(known -> known.key().equals(key)).findFirst();
  }

  /** The key that somebody who wrote this other one probably meant. */
  static Optional<HeaderKey> meantBy(String key) {
    var plain = key.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    var other = Optional.ofNullable(OTHER_WORDS.get(plain));
    return other.or(
        () ->
            Arrays.stream(values())
                .filter(known -> near(plain, known.key().replace("-", "")))
                .findFirst());
  }

  private static boolean near(String written, String key) {
    // "create" and "message" are close to ordinary words: only long keys get two slips
    return Spelling.distance(written, key) <= (key.length() >= 8 ? SLIP : 1);
  }
}
