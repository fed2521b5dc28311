package dev.athanor.testing;

import dev.athanor.database.Database;
import dev.athanor.database.SessionLock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Kills runners at random instants, starts the next one, and counts what must not be. The same seed
 * gives the same fractions of the longest delay, which is fitted to how fast the machine is.
 */
public final class Kills {
  private static final int SQL_FAILED = 13;

  private final Supplier<? extends TestDatabase> fresh;
  private final KillScenario scenario;
  private final Random random;
  private final Path folder;
  private final List<String> notes = new ArrayList<>();
  private double longestMillis;
  private int midway;
  private int halfApplied;
  private int notResumable;
  private int locksLeft;
  private int wrongData;

  /**
   * What came of it; every figure but the first two must be 0.
   *
   * @param kills how many runners were killed, or had ended before
   * @param midway how many of them had begun and not ended
   * @param halfApplied revisions found half there where that must not be
   * @param notResumable runs after a kill that could not go on by themselves
   * @param locksLeft locks still held 30 s after their runner was killed
   * @param wrongData databases that ended otherwise than after one run
   * @param notes what was found wrong, in words
   */
  public record Figures(
      int kills,
      int midway,
      int halfApplied,
      int notResumable,
      int locksLeft,
      int wrongData,
      List<String> notes) {}

  private Kills(
      Supplier<? extends TestDatabase> fresh, KillScenario scenario, long seed, Path folder) {
    this.fresh = fresh;
    this.scenario = scenario;
    this.random = new Random(seed);
    this.folder = folder;
    this.longestMillis = scenario.longestDelayMillis();
  }

  /**
   * Kills so many runners.
   *
   * @param fresh gives an empty database, as often as one is finished
   * @param folder an empty one, for the revisions
   */
  public static Figures run(
      Supplier<? extends TestDatabase> fresh,
      KillScenario scenario,
      int kills,
      long seed,
      Path folder) {
    return new Kills(fresh, scenario, seed, folder).run(kills);
  }

  private Figures run(int kills) {
    try {
      Files.createDirectories(folder);
      scenario.revisions().in(folder);
      var database = prepared();
      for (int kill = 0; kill < kills; kill++) {
        int delay = (int) (random.nextDouble() * longestMillis);
        var when = "kill %d after %d ms".formatted(kill, delay);
        var ended = runOnce(database, delay);
        if (!settled(database)) {
          locksLeft++;
          notes.add(when + ": the lock is still held");
        }
        if (!scenario.halfApplied(database).isEmpty()) {
          halfApplied++;
          notes.add(when + ": " + scenario.halfApplied(database));
        }
        if (ended.isDone()) {
          judge(database, when);
          database = prepared();
        } else if (ended.isStuck()) {
          notResumable++;
          notes.add(when + ": " + ended.said());
          database = prepared();
        }
      }
      finish(database);
      TortureTable.row(scenario.name(), midway, halfApplied, notResumable, locksLeft, wrongData);
      return new Figures(
          kills, midway, halfApplied, notResumable, locksLeft, wrongData, List.copyOf(notes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private TestDatabase prepared() {
    var database = fresh.get();
    scenario.prepare(database);
    return database;
  }

  /** The last one is let go on to its end: resumable is what resumes. */
  private void finish(TestDatabase database) throws IOException, InterruptedException {
    for (int i = 0; i < 3; i++) {
      var ended = runOnce(database, 600_000);
      if (ended.isDone()) {
        judge(database, "the end");
        return;
      }
      if (ended.isStuck()) {
        notes.add("the end: " + ended.said());
        break;
      }
    }
    notResumable++;
  }

  private void judge(TestDatabase database, String when) {
    var wrong = scenario.wrong(database);
    if (!wrong.isEmpty()) {
      wrongData++;
      notes.add(when + ": " + wrong);
    }
  }

  /** How a runner ended; the code is -1 for one that was killed. */
  private record Ended(int code, String said) {
    boolean isDone() {
      return code == 0;
    }

    boolean isStuck() {
      return code > 0;
    }
  }

  private Ended runOnce(TestDatabase database, int delay) throws IOException, InterruptedException {
    var child = ChildRunner.start(database.url(), folder, "upgrade", "head");
    var said = new StringBuilder();
    try (var lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.append(line).append('\n');
        if (line.equals("begin")) {
          break;
        }
      }
      if (!child.waitFor(delay, TimeUnit.MILLISECONDS)) {
        child.destroyForcibly().waitFor();
        midway++;
        longestMillis = Math.min(scenario.longestDelayMillis(), longestMillis * 1.1);
        return new Ended(-1, said.toString());
      }
      lines.lines().forEach(line -> said.append(line).append('\n'));
      // on a fast machine runners are to be hit midway as well
      longestMillis *= 0.8;
    }
    if (child.exitValue() == SQL_FAILED && scenario.mend(database)) {
      return new Ended(-1, said.toString());
    }
    return new Ended(child.exitValue(), said.toString());
  }

  /** The server sees that its client is gone: nobody else has to clean up. */
  private static boolean settled(TestDatabase test) {
    try (var database = Database.open(test.settings());
        var session = database.session("test")) {
      var table = session.tables().version();
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> SessionLock.holder(session, table).isEmpty());
      return true;
    } catch (ConditionTimeoutException stillHeld) {
      return false;
    }
  }
}
