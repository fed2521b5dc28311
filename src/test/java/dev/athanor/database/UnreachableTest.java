package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets that behave badly. Without a bound of ours each test would hang. */
@Timeout(60)
class UnreachableTest {
  private static final byte[] YES_TLS = {'S'};

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var each : open.reversed()) {
      each.close();
    }
  }

  private ServerSocket listener(int backlog) throws IOException {
    var listener = new ServerSocket(0, backlog, InetAddress.getLoopbackAddress());
    open.add(listener);
    return listener;
  }

  private static AthanorException refused(ServerSocket listener, String parameters) {
    var settings =
        ConnectionSettings.of(
                "postgresql://u@127.0.0.1:" + listener.getLocalPort() + "/d?" + parameters)
            .withConnectTimeout(Duration.ofSeconds(1));
    var error = catchThrowableOfType(AthanorException.class, () -> Database.open(settings).close());
    assertThat(error).isNotNull();
    assertThat(error.reason()).isEqualTo(Reason.DATABASE_UNREACHABLE);
    assertThat(error.message()).contains("127.0.0.1:" + listener.getLocalPort());
    return error;
  }

  /**
   * A full queue of connections that nobody accepts: further ones are dropped, as by a firewall.
   */
  @Test
  void aHostThatDropsEverythingIsGivenUp() throws IOException {
    var listener = listener(1);
    for (int i = 0; i < 4; i++) {
      var socket = new Socket();
      open.add(socket);
      try {
        socket.connect(listener.getLocalSocketAddress(), 200);
      } catch (IOException full) {
        break;
      }
    }
    assertThat(refused(listener, "").message()).contains("socket timeout");
  }

  @Test
  void aServerThatNeverAnswersIsGivenUp() throws IOException {
    assertThat(refused(listener(50), "sslmode=disable").message()).contains("no answer within 2 s");
  }

  @Test
  void aTlsHandshakeThatNeverEndsIsGivenUp() throws IOException {
    var listener = listener(50);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (true) {
                  var socket = listener.accept();
                  open.add(socket);
                  socket.getInputStream().readNBytes(8);
                  socket.getOutputStream().write(YES_TLS);
                }
              } catch (IOException closed) {
                // the test is over
              }
            });
    var error = refused(listener, "sslmode=verify-full");
    assertThat(error.message()).containsAnyOf("socket timeout", "no answer within");
  }

  @Test
  void severalHostsHaveTheirTimeEach() throws IOException {
    var silent = listener(50);
    var alsoSilent = listener(50);
    var settings =
        ConnectionSettings.of(
                "postgresql://u@127.0.0.1:%d,127.0.0.1:%d/d?sslmode=disable"
                    .formatted(silent.getLocalPort(), alsoSilent.getLocalPort()))
            .withConnectTimeout(Duration.ofSeconds(1));
    var error = catchThrowableOfType(AthanorException.class, () -> Database.open(settings).close());
    assertThat(error.message()).contains("no answer within 3 s");
  }
}
