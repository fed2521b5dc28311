package dev.athanor.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers the kubelet's probes, {@code /startupz}, {@code /readyz} and {@code /healthz}, and
 * Prometheus, {@code /metrics}.
 */
final class HealthServer implements AutoCloseable {
  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * The answer to a probe.
   *
   * @param good whether all is well
   * @param why in a few words, for whoever asks by hand
   */
  record Answer(boolean good, String why) {}

  /** What is asked. */
  interface Probes {
    /** Whether everything was seen once. */
    Answer started();

    /** Whether it sees what happens, leading or standing by. */
    Answer ready();

    /** Whether it can still work; a restart would help if not. */
    Answer alive();
  }

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  static HealthServer start(int port, Probes probes, Supplier<String> metrics) {
    try {
      var health = new HealthServer(HttpServer.create(new InetSocketAddress(port), 0));
      health.probe("/startupz", probes::started);
      health.probe("/readyz", probes::ready);
      health.probe("/healthz", probes::alive);
      health.server.createContext(
          "/metrics", exchange -> send(exchange, 200, METRICS_TYPE, metrics.get()));
      health.server.setExecutor(health.threads);
      health.server.start();
      return health;
    } catch (IOException e) {
      throw new AthanorException(
          Reason.INVALID_CONFIGURATION,
          "The health port %d cannot be opened (%s); --health-port names another."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private void probe(String path, Supplier<Answer> question) {
    server.createContext(
        path,
        exchange -> {
          var answer = question.get();
          send(exchange, answer.good() ? 200 : 503, "text/plain", answer.why() + "\n");
        });
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    try (exchange) {
      var body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
