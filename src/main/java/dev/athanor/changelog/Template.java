package dev.athanor.changelog;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.Revision;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a new revision file looks like before anybody writes into it. {@code ${revision}}, {@code
 * ${down-revision}}, {@code ${depends-on}}, {@code ${branch-labels}}, {@code ${message}} and {@code
 * ${created}} are filled in; a line whose only placeholder has nothing to say is left out.
 *
 * @param origin where it comes from, for messages
 * @param ending the ending of the files made from it: {@code sql}, {@code yaml}, {@code xml}
 * @param text with its placeholders
 */
public record Template(String origin, String ending, String text) {
  /** Ends the name of a template that is kept beside the revisions. */
  public static final String SUFFIX = ".tmpl";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z-]+)}");
  private static final Pattern NO_KEY_CHARACTER = Pattern.compile("[^-._a-zA-Z0-9]");
  private static final int LONGEST_ID = 150;
  private static final int LONGEST_SLUG = 40;

  /** What a template's file in a folder of revisions is called. */
  public static String fileName(String ending) {
    return "template." + ending + SUFFIX;
  }

  /**
   * The name of a new revision's file: {@code <id>_<slug>.<ending>}, of characters that a
   * ConfigMap's key may have.
   */
  public String nameFor(Revision revision) {
    var id = cut(NO_KEY_CHARACTER.matcher(revision.id()).replaceAll("_"), LONGEST_ID);
    var slug = slug(revision.message());
    var name = id + (slug.isEmpty() ? "" : "_" + slug) + "." + ending;
    return FileNames.candidate(name) ? name : "r_" + name;
  }

  private static String slug(String message) {
    var plain =
        Normalizer.normalize(message, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
    var words = new StringBuilder();
    for (var word : plain.split("[^a-z0-9]+", -1)) {
      if (!word.isEmpty() && words.length() + word.length() < LONGEST_SLUG) {
        words.append(words.isEmpty() ? "" : "_").append(word);
      }
    }
    return words.toString();
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  /**
   * The file's text for a revision. What is read back from it is what was to be written.
   *
   * @throws AthanorException {@code InvalidUsage} for what a header cannot hold, {@code
   *     InvalidHeader} when the template is at fault
   */
  public String fill(Revision revision) {
    var values = values(revision);
    var filled = new StringBuilder();
    for (var line : text.lines().toList()) {
      fill(line, values, filled);
    }
    checkReadBack(revision, filled.toString());
    return filled.toString();
  }

  private Map<String, String> values(Revision revision) {
    var message = revision.message().strip().replaceAll("\\s+", " ");
    return Map.of(
        "revision", revision.id(),
        "down-revision", String.join(", ", revision.downRevisions()),
        "depends-on", String.join(", ", revision.dependsOn()),
        "branch-labels", String.join(", ", revision.branchLabels()),
        // two dashes end, or spoil, a comment in XML
        "message", ending.equals("xml") ? message.replaceAll("-(?=-|$)", "- ").strip() : message,
        "created", revision.created());
  }

  private void fill(String line, Map<String, String> values, StringBuilder filled) {
    var placeholders = PLACEHOLDER.matcher(line);
    boolean any = false;
    boolean said = false;
    while (placeholders.find()) {
      any = true;
      said |= !value(placeholders.group(1), values).isEmpty();
    }
    if (any && !said) {
      return;
    }
    filled
        .append(
            placeholders.replaceAll(
                found -> java.util.regex.Matcher.quoteReplacement(value(found.group(1), values))))
        .append('\n');
  }

  private String value(String key, Map<String, String> values) {
    // other programs' placeholders stay what they are
    return Objects.requireNonNullElse(values.get(key), "${" + key + "}");
  }

  private void checkReadBack(Revision wanted, String filled) {
    var read =
        RevisionFile.of(nameFor(wanted), nameFor(wanted), filled.getBytes(StandardCharsets.UTF_8))
            .map(RevisionFile::revision)
            .orElseThrow();
    check("revision", wanted, read, revision -> List.of(revision.id()));
    check("down-revision", wanted, read, Revision::downRevisions);
    check("depends-on", wanted, read, Revision::dependsOn);
    check("branch-labels", wanted, read, Revision::branchLabels);
  }

  private void check(
      String key, Revision wanted, Revision read, Function<Revision, List<String>> part) {
    if (part.apply(wanted).equals(part.apply(read))) {
      return;
    }
    var value = String.join(", ", part.apply(wanted));
    if (!text.contains("${" + key + "}")) {
      throw new AthanorException(
              Reason.INVALID_HEADER,
              "The template %s has no place for '%s: %s'; add a line '%s: ${%s}' to its header."
                  .formatted(origin, key, value, key, key))
          .at(origin, 1);
    }
    throw new AthanorException(
        Reason.INVALID_USAGE,
        "A header cannot hold '%s: %s': no comma, no line break and no blank at an end may be in a name."
            .formatted(key, value));
  }
}
