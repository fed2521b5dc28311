package dev.athanor.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Moves a database up and down its revisions in processes that are killed, again and again, and
 * counts what is not as it must be after each kill. Half of the instants are random, the other half
 * are chosen: as a certain word is sent to the server, before or after it hears it.
 *
 * <p>The system properties {@code athanor.kills} and {@code athanor.seed} say how often and which.
 */
public final class Torture {
  /** How many kills were asked for. */
  public static final int KILLS = Integer.getInteger("athanor.kills", 30);

  private static final long SEED = Long.getLong("athanor.seed", 20261123);

  private static final int LONGEST_MILLIS = 400;
  private static final TcpProxy.Harm[] HARMS = TcpProxy.Harm.values();

  /** What is found wrong. */
  public enum Wrong {
    /** A revision that should be there wholly or not at all is neither. */
    HALF_APPLIED,
    /** The next run does not simply go on. */
    NOT_RESUMABLE,
    /** Some lock outlived its runner. */
    LOCK_LEFT,
    /** The tables do not hold what they must at this position. */
    WRONG_DATA
  }

  /**
   * Something found wrong.
   *
   * @param what which kind
   * @param how for a person
   */
  public record Finding(Wrong what, String how) {}

  /** A database under torture. */
  public interface Victim {
    /** Its product and version. */
    String name();

    /** The server's port, for the proxy in between. */
    int serverPort();

    /** Whether it is at its last revision. */
    boolean atHead();

    /** Whether it is at none. */
    boolean atBase();

    /** Starts a process that moves it to its head or to its base, by way of that port. */
    Process start(boolean up, int port);

    /** Words of which some are sent to the server in each direction. */
    List<String> words();

    /** Waits until the server has ended what it did for the killed, then looks at everything. */
    List<Finding> examine();
  }

  private final Victim victim;
  private final Random random = new Random(SEED);
  private final List<Finding> findings = new ArrayList<>();
  private int kills;
  private int chosen;

  /** The torture of that database. */
  public Torture(Victim victim) {
    this.victim = victim;
  }

  /** Does it, says the table, and answers what was wrong. */
  @SuppressWarnings("SystemOut")
  public List<Finding> run() {
    System.out.printf("%s: seed %d, kills %d%n", victim.name(), SEED, KILLS);
    boolean up = true;
    for (int round = 0; kills < KILLS; round++) {
      if (round > 20 * KILLS) {
        throw new AssertionError("most runs ended before they could be killed: " + findings);
      }
      up = victim.atBase() || (up && !victim.atHead());
      var killed = random.nextBoolean() ? atSomeInstant(up) : atWord(up);
      record("kill %d, %s".formatted(kills, killed));
    }
    undisturbed(true);
    undisturbed(false);
    System.out.printf("%d of the kills were at chosen instants%n", chosen);
    table();
    return findings;
  }

  private void record(String when) {
    for (var finding : victim.examine()) {
      findings.add(new Finding(finding.what(), when + ": " + finding.how()));
    }
  }

  /** Kills a while after it began to work, and answers when that was. */
  private String atSomeInstant(boolean up) {
    int millis = random.nextInt(LONGEST_MILLIS);
    var process = victim.start(up, victim.serverPort());
    try (var lines = lines(process)) {
      var said = new ArrayList<String>();
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (line.equals("begin")) {
          break;
        }
      }
      if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        lines.lines().forEach(said::add);
        ended(process, said);
      } else {
        process.destroyForcibly().waitFor();
        kills++;
      }
      return "%d ms after it began going %s".formatted(millis, up ? "up" : "down");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Kills as a word is sent for a certain time, and answers which. */
  private String atWord(boolean up) {
    var word = victim.words().get(random.nextInt(victim.words().size()));
    int times = 1 + random.nextInt(2);
    var harm = HARMS[random.nextInt(HARMS.length)];
    try (var proxy = TcpProxy.to(victim.serverPort())) {
      var process = victim.start(up, proxy.port());
      proxy.harm(word, times, harm, () -> process.destroyForcibly());
      try (var lines = lines(process)) {
        var said = lines.lines().toList();
        process.waitFor();
        if (proxy.harmed()) {
          kills++;
          chosen++;
        } else {
          ended(process, said);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "%s as '%s' was sent for time %d going %s"
        .formatted(harm, word, times, up ? "up" : "down");
  }

  private static BufferedReader lines(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** One that was not killed must have got to where it went. */
  private void ended(Process process, List<String> said) {
    if (process.exitValue() != 0) {
      findings.add(new Finding(Wrong.NOT_RESUMABLE, "after %d kills: %s".formatted(kills, said)));
    }
  }

  private void undisturbed(boolean up) {
    var process = victim.start(up, victim.serverPort());
    try (var lines = lines(process)) {
      var said = lines.lines().toList();
      process.waitFor();
      ended(process, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    record("undisturbed at the end");
  }

  private void table() {
    TortureTable.row(
        victim.name(),
        kills,
        count(Wrong.HALF_APPLIED),
        count(Wrong.NOT_RESUMABLE),
        count(Wrong.LOCK_LEFT),
        count(Wrong.WRONG_DATA));
  }

  private long count(Wrong wrong) {
    return findings.stream().filter(finding -> finding.what() == wrong).count();
  }
}
