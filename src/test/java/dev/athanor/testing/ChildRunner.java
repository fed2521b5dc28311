package dev.athanor.testing;

import dev.athanor.changelog.RevisionSet;
import dev.athanor.changelog.Source;
import dev.athanor.database.ConnectionSettings;
import dev.athanor.database.Database;
import dev.athanor.migrate.Migrator;
import dev.athanor.migrate.OnNotEmpty;
import dev.athanor.migrate.Progress;
import dev.athanor.migrate.Request;
import dev.athanor.migrate.Terms;
import dev.athanor.revision.Plan;
import dev.athanor.revision.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A run in a JVM of its own, so that it can be killed. */
public final class ChildRunner {
  private ChildRunner() {}

  /** Arguments: JDBC URL, folder of revisions, operation, target. Exits with the error's code. */
  @SuppressWarnings("SystemOut")
  public static void main(String... args) {
    var set = RevisionSet.of(List.of(Source.folder(Path.of(args[1]))));
    try (var database = Database.open(ConnectionSettings.of(args[0]))) {
      var outcome =
          new Migrator(database, set, Clock.systemUTC(), new Printed())
              .run(
                  args[2].equals("upgrade")
                      ? Request.upgrade(args[3])
                          .withTerms(Terms.NONE.withOnNotEmpty(OnNotEmpty.ACCEPT))
                      : Request.downgrade(args[3]));
      outcome.error().ifPresent(error -> System.out.println("error " + error.message()));
      System.out.println("steps " + outcome.steps().size());
      System.exit(outcome.error().map(error -> error.reason().exitCode()).orElse(0));
    }
  }

  @SuppressWarnings("SystemOut")
  private static final class Printed implements Progress {
    @Override
    public void operationStarted(Plan plan) {
      System.out.println("begin");
    }

    @Override
    public void stepStarted(int number, int steps, Step step) {
      System.out.println("step " + number);
    }
  }

  /** Starts an upgrade to the head. */
  public static Process start(Postgres postgres, Path folder, String... jvm) {
    return start(postgres.url(), folder, "upgrade", "head", jvm);
  }

  /** Starts it. */
  public static Process start(
      String url, Path folder, String operation, String target, String... jvm) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto"));
    command.addAll(List.of(jvm));
    command.addAll(List.of("-cp", Program.classPath(), ChildRunner.class.getName()));
    command.addAll(List.of(url, folder.toString(), operation, target));
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
