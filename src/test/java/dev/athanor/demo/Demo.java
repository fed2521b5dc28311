package dev.athanor.demo;

import dev.athanor.operator.AthanorOperator;
import dev.athanor.operator.OperatorSettings;
import dev.athanor.testing.kube.MockCluster;
import dev.athanor.testing.kube.StandInKubelet;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The main job on a real PostgreSQL, with an in-process Kubernetes API and Jobs as processes of
 * this machine. Exits with 0 when all that it checks on the way holds.
 */
public final class Demo {
  private static final String ORDERS = "a95d17e3f048";
  private static final String TOTAL = "d02b6f81c3e9";
  private static final String INVOICES = "f6a3c85e2b70";
  private static final Duration AT_MOST = Duration.ofSeconds(90);

  private final Narrator say = new Narrator(utf8(FileDescriptor.out));
  private final World world;
  private Optional<StandInKubelet> kubelet = Optional.empty();

  private Demo(World world) {
    this.world = world;
  }

  /** Runs it; from the project's folder. */
  public static void main(String... args) {
    System.setProperty("logback.configurationFile", "logback-demo.xml");
    var world = new World();
    // also when interrupted, or when it hangs: nothing may be left behind
    Runtime.getRuntime().addShutdownHook(new Thread(world::close, "close"));
    Thread.ofPlatform().daemon().start(Demo::giveUpInTime);
    System.exit(new Demo(world).run() ? 0 : 1);
  }

  private static void giveUpInTime() {
    try {
      Thread.sleep(AT_MOST);
      System.err.println("the demo takes longer than " + AT_MOST.toSeconds() + " s: giving up");
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean run() {
    try {
      var port = play();
      say.step("close everything");
      world.close();
      say.check("no process is left behind", !isOpen(port) && noChildren());
      return true;
    } catch (Exception e) {
      if (world.isClosed()) {
        say.failed("interrupted");
        return false;
      }
      say.failed(e instanceof DemoFailure ? String.valueOf(e.getMessage()) : String.valueOf(e));
      kubelet.ifPresent(it -> it.pods().forEach(pod -> say.see(pod + ": " + it.log(pod).strip())));
      say.see("more in target/demo.log");
      world.close();
      return false;
    }
  }

  private int play() throws Exception {
    say.step("start PostgreSQL, a Kubernetes API, the operator, and a kubelet that runs Jobs");
    var login = Shop.secret().getStringData();
    var database =
        world.with(
            () ->
                ShopDatabase.start(
                    Objects.requireNonNull(login.get("username")),
                    Objects.requireNonNull(login.get("password"))));
    say.see("PostgreSQL %s on port %d".formatted(database.version(), database.port()));
    var cluster = world.with(MockCluster::start);
    var jobs = world.with(() -> StandInKubelet.start(cluster));
    kubelet = Optional.of(jobs);
    var settings = OperatorSettings.of("athanor:demo", Clock.systemUTC());
    world.with(() -> AthanorOperator.start(cluster.client("operator"), settings));
    var shop = new Shop(cluster.client("kubectl"));
    var watch = new Watching(shop::resource, say);

    apply(shop, watch, database);
    follow(shop, watch, database);
    goBack(shop, watch, database);
    fail(shop, watch, database);
    mend(shop, watch, database);
    say.see("Jobs run in all: " + jobs.pods().size());
    return database.port();
  }

  private void apply(Shop shop, Watching watch, ShopDatabase database) {
    say.step("kubectl apply -k examples/shop: a Secret, a ConfigMap, a DatabaseMigration");
    shop.applySecret("localhost", database.port());
    shop.applyRevisions();
    shop.applyResource();
    watch.ready(ORDERS);
    say.check("version table", List.of(ORDERS), database.versions());
    say.check(
        "tables", List.of("customers", "order_lines", "orders", "products"), database.tables());
  }

  private void follow(Shop shop, Watching watch, ShopDatabase database) {
    say.step("add a revision to the ConfigMap: orders get a total");
    var name = TOTAL + "_order_total.sql";
    shop.addRevision(name, Shop.later(name));
    watch.ready(TOTAL);
    say.check("column orders.total is there", database.columns("orders").contains("total"));
    say.check("totals", List.of("15.00", "15.00"), totals(database));
  }

  private void goBack(Shop shop, Watching watch, ShopDatabase database) {
    say.step("go back one step: operation: downgrade, target: -1");
    shop.ask("downgrade", "-1");
    watch.ready(ORDERS);
    say.check("version table", List.of(ORDERS), database.versions());
    say.check("column orders.total is gone", !database.columns("orders").contains("total"));
  }

  private void fail(Shop shop, Watching watch, ShopDatabase database) {
    say.step("upgrade again, with a bad revision: its last statement has a misspelt column");
    shop.addRevision(INVOICES + "_invoices.sql", Shop.later(INVOICES + "_invoices-bad.sql"));
    shop.ask("upgrade", "head");
    var status = watch.stalled();
    var error = Objects.requireNonNull(Objects.requireNonNull(status.lastOperation()).error());
    say.see("error    " + error.message());
    say.see("file     " + error.file() + ", line " + error.line());
    say.see("SQL      " + error.statement());
    say.check("reason", "SqlFailed", error.reason());
    say.check("SQLSTATE", "42703", String.valueOf(error.sqlState()));
    say.check("revision", INVOICES, String.valueOf(error.revision()));
    say.check("the revision before it is applied", List.of(TOTAL), database.versions());
    say.check("no table invoices", !database.tables().contains("invoices"));
    say.check(
        "order lines, which the bad revision deleted before that",
        List.of("2"),
        database.query("SELECT count(*) FROM order_lines"));
  }

  private void mend(Shop shop, Watching watch, ShopDatabase database) {
    say.step("mend the revision in the ConfigMap");
    shop.addRevision(INVOICES + "_invoices.sql", Shop.later(INVOICES + "_invoices.sql"));
    var status = watch.ready(INVOICES);
    say.check("version table", List.of(INVOICES), database.versions());
    say.check(
        "invoices", totals(database), database.query("SELECT amount FROM invoices ORDER BY 1"));
    status
        .history()
        .reversed()
        .forEach(
            past ->
                say.see(
                    "history  %-9s %-5s %s → %s%s"
                        .formatted(
                            past.operation(),
                            past.target(),
                            past.from(),
                            past.to(),
                            past.reason() == null ? "" : "  " + past.reason())));
  }

  private static List<String> totals(ShopDatabase database) {
    return database.query("SELECT total FROM orders ORDER BY 1");
  }

  /** Whatever the locale says: the marks at the lines are no ASCII. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static boolean isOpen(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean noChildren() {
    return ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive);
  }
}
