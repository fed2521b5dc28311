package dev.athanor.cli;

import dev.athanor.error.Reason;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What the process does when it is told to end. Not a shutdown hook: in one the second signal would
 * be lost.
 */
final class Signals {
  private Signals() {}

  /** SIGTERM, SIGINT and SIGHUP ask to stop; the third time nothing is waited for. */
  static void ask(StopSignal stop, PrintWriter err) {
    for (var name : new String[] {"TERM", "INT", "HUP"}) {
      on(name, () -> given(stop, err));
    }
  }

  /** By name, as the compiler lets nobody write sun.misc.Signal down: the only way to hear two. */
  private static void on(String name, Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      var ours =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (InvocationTargetException refused) {
      // no such signal here, or a JVM told to leave them alone (-Xrs): then it just ends
      return;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java has no jdk.unsupported module", e);
    }
  }

  private static void given(StopSignal stop, PrintWriter err) {
    var times = stop.give();
    if (times > 2) {
      Runtime.getRuntime().halt(Reason.INTERRUPTED.exitCode());
    }
    if (!stop.awaited()) {
      say(
          err,
          times == 1
              ? "Stopping as soon as what was begun is whole; a second signal cancels the statement that runs."
              : "Cancelling what runs; a third signal ends the process at once.");
    }
  }

  private static void say(PrintWriter err, String line) {
    err.println(line);
    err.flush();
  }
}
