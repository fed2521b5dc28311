package dev.athanor.operator;

import dev.athanor.api.OperationName;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One Job that is to be made. Its name is derived from what it is for, so that making it twice is
 * harmless.
 *
 * @param jobName at most 63 characters
 * @param operation what is to be done
 * @param target as written
 * @param digest of the revision set that it is for
 * @param generation of the spec that first asked for it
 * @param number from 1
 * @param reconcileAt the value of the annotation that forced it
 * @param once whether it carries an operation id, so that it is resolved once
 */
public record Attempt(
    String jobName,
    OperationName operation,
    String target,
    String digest,
    long generation,
    int number,
    Optional<String> reconcileAt,
    boolean once) {

  /** The pod's name gets six more characters, and is a host name of at most 63. */
  private static final int PREFIX = 44;

  /** The next attempt at what is asked, with this set. */
  static Attempt next(Observed o, SourceState.Loaded set) {
    var taken = o.jobs().stream().map(JobView::name).collect(Collectors.toSet());
    var number = firstNumber(o);
    while (taken.contains(name(o, set, number))) {
      number++;
    }
    return new Attempt(
        name(o, set, number),
        o.spec().operation(),
        o.spec().target(),
        set.digest(),
        o.asked().generation(),
        number,
        o.forced(),
        o.once());
  }

  private static int firstNumber(Observed o) {
    if (o.lastForThis().isEmpty()) {
      return 1;
    }
    var retry = o.status().retry();
    if (retry != null) {
      return retry.attempt();
    }
    var job = o.status().job();
    return job == null ? 1 : job.attempt() + 1;
  }

  private static String name(Observed o, SourceState.Loaded set, int number) {
    var metadata = o.resource().getMetadata();
    var current = o.status().current();
    var parts =
        List.of(
            metadata.getUid(),
            o.spec().operation().id(),
            o.spec().target(),
            set.digest(),
            current == null ? "unknown" : String.join(",", current),
            Long.toString(o.asked().generation()),
            o.forced().orElse(""),
            Integer.toString(number));
    return prefix(Objects.requireNonNull(metadata.getName())) + "-" + Digests.brief(parts);
  }

  private static String prefix(String name) {
    var cut = name.toLowerCase(Locale.ROOT).replace('.', '-');
    cut = cut.length() <= PREFIX ? cut : cut.substring(0, PREFIX);
    return cut.replaceAll("-+$", "");
  }
}
