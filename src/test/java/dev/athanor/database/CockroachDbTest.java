package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** CockroachDB, as far as it makes itself known in PostgreSQL's protocol. */
class CockroachDbTest {
  /** Lets everybody in, says its parameters, and takes whatever it is sent for done. */
  private static final class Server implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Server() throws IOException {
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      try {
        while (true) {
          var client = socket.accept();
          Thread.ofVirtual().start(() -> talk(client));
        }
      } catch (IOException closed) {
        // the test is over
      }
    }

    private void talk(Socket client) {
      try (client;
          var in = new DataInputStream(client.getInputStream());
          var out = new DataOutputStream(client.getOutputStream())) {
        // SSL and GSS are asked for first, and not to be had
        for (var startup = body(in); startup.length == 4; startup = body(in)) {
          out.write('N');
        }
        send(out, 'R', new byte[4]);
        parameter(out, "server_version", "13.0.0");
        parameter(out, "client_encoding", "UTF8");
        parameter(out, "server_encoding", "UTF8");
        parameter(out, "DateStyle", "ISO, MDY");
        parameter(out, "TimeZone", "UTC");
        parameter(out, "integer_datetimes", "on");
        parameter(out, "standard_conforming_strings", "on");
        parameter(out, "crdb_version", "CockroachDB CCL v25.2.0");
        send(out, 'Z', new byte[] {'I'});
        answer(in, out);
      } catch (IOException gone) {
        // the client has seen enough
      }
    }

    private void answer(DataInputStream in, DataOutputStream out) throws IOException {
      var sql = "";
      for (int type = in.read(); type > 0 && type != 'X'; type = in.read()) {
        var body = body(in);
        switch (type) {
          case 'P' -> {
            sql = new String(body, StandardCharsets.UTF_8).split("\0", -1)[1];
            asked.add(sql);
            send(out, '1', new byte[0]);
          }
          case 'Q' -> {
            asked.add(new String(body, StandardCharsets.UTF_8));
            execute(out, false);
            send(out, 'Z', new byte[] {'I'});
          }
          case 'B' -> send(out, '2', new byte[0]);
          case 'D' -> describe(out, sql.startsWith("SHOW"));
          case 'E' -> execute(out, sql.startsWith("SHOW"));
          case 'S' -> send(out, 'Z', new byte[] {'I'});
          default -> throw new IOException("message " + (char) type);
        }
      }
    }

    private static void describe(DataOutputStream out, boolean rows) throws IOException {
      if (!rows) {
        send(out, 'n', new byte[0]);
        return;
      }
      var bytes = new ByteArrayOutputStream();
      var column = new DataOutputStream(bytes);
      column.writeShort(1);
      column.writeBytes("answer\0");
      column.writeInt(0);
      column.writeShort(0);
      column.writeInt(25);
      column.writeShort(-1);
      column.writeInt(-1);
      column.writeShort(0);
      send(out, 'T', bytes.toByteArray());
    }

    private static void execute(DataOutputStream out, boolean rows) throws IOException {
      if (rows) {
        var bytes = new ByteArrayOutputStream();
        var row = new DataOutputStream(bytes);
        row.writeShort(1);
        row.writeInt("serializable".length());
        row.writeBytes("serializable");
        send(out, 'D', bytes.toByteArray());
      }
      send(out, 'C', "DONE\0".getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] body(DataInputStream in) throws IOException {
      var body = new byte[in.readInt() - 4];
      in.readFully(body);
      return body;
    }

    private static void parameter(DataOutputStream out, String name, String value)
        throws IOException {
      send(out, 'S', (name + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    private static void send(DataOutputStream out, char type, byte[] body) throws IOException {
      var bytes = new ByteArrayOutputStream();
      var message = new DataOutputStream(bytes);
      message.write(type);
      message.writeInt(body.length + 4);
      message.write(body);
      out.write(bytes.toByteArray());
      out.flush();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void itIsKnownByWhatItSaysAndRefusedBeforeAnythingIsAsked() throws IOException {
    try (var server = new Server();
        var database =
            Database.open(
                ConnectionSettings.of(
                    "jdbc:postgresql://localhost:%d/shop?user=root&sslmode=disable"
                        .formatted(server.socket.getLocalPort())))) {
      assertThatThrownBy(() -> database.session("upgrade"))
          .isInstanceOfSatisfying(
              AthanorException.class,
              error -> assertThat(error.reason()).isEqualTo(Reason.UNSUPPORTED_DATABASE))
          .hasMessageContainingAll("CockroachDB", "pg_try_advisory_lock", "docs/databases.md");
      assertThat(server.asked)
          .noneSatisfy(sql -> assertThat(sql).containsAnyOf("advisory", "RESET", "check_interval"));
    }
  }

  @Test
  void itsNameIsRefusedWithTheReason() {
    assertThatThrownBy(() -> Dialect.named("cockroachdb"))
        .isInstanceOf(AthanorException.class)
        .hasMessageContaining("no lock that belongs to a session");
  }
}
