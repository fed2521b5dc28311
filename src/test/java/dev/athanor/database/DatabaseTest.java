package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.athanor.error.AthanorException;
import dev.athanor.error.Reason;
import dev.athanor.revision.RowChange;
import dev.athanor.testing.Postgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private final Postgres postgres = Postgres.freshDatabase();

  @SuppressWarnings("MustBeClosedChecker")
  private static AthanorException refused(ConnectionSettings settings) {
    var e = catchThrowableOfType(AthanorException.class, () -> Database.open(settings).close());
    assertThat(e).isNotNull();
    return e;
  }

  @Test
  void aWrongPasswordIsSaidWithoutThePassword() {
    postgres.roleWithPassword("locked", "right");
    var error =
        refused(postgres.settings().withUsername("locked").withPassword(new Secret("wr0ng!")));
    assertThat(error.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED);
    assertThat(error.message()).contains("locked", "28P01").doesNotContain("wr0ng!");
  }

  @Test
  void noPasswordIsAFailureToAuthenticateToo() {
    postgres.roleWithPassword("lockedtoo", "right");
    assertThat(refused(postgres.settings().withUsername("lockedtoo")).reason())
        .isEqualTo(Reason.AUTHENTICATION_FAILED);
  }

  @Test
  void whereNobodyListensTheAddressIsNamed() throws IOException {
    int free;
    try (var socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    var error = refused(ConnectionSettings.of("jdbc:postgresql://localhost:" + free + "/x"));
    assertThat(error.reason()).isEqualTo(Reason.DATABASE_UNREACHABLE);
    assertThat(error.message()).contains("localhost:" + free, "connection refused");
  }

  @Test
  void aHostWithoutAddressIsUnreachable() {
    var error = refused(ConnectionSettings.of("jdbc:postgresql://nowhere.invalid/x"));
    assertThat(error.reason()).isEqualTo(Reason.DATABASE_UNREACHABLE);
    assertThat(error.message()).contains("nowhere.invalid:5432", "unknown host");
  }

  @Test
  void whoNeverAnswersIsNotWaitedForLong() throws IOException {
    try (var silent = new ServerSocket(0)) {
      var url = "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/x";
      var settings = ConnectionSettings.of(url).withConnectTimeout(Duration.ofSeconds(1));
      long start = System.nanoTime();
      assertThat(refused(settings).reason()).isEqualTo(Reason.DATABASE_UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void aDatabaseThatIsNotThereIsNamed() {
    var url = postgres.url().replace(postgres.name(), "missing");
    var error = refused(ConnectionSettings.of(url));
    assertThat(error.reason()).isEqualTo(Reason.DATABASE_UNREACHABLE);
    assertThat(error.message()).contains("'missing'");
  }

  @Test
  void anotherProductIsNotSupported() {
    assertThat(refused(ConnectionSettings.of("jdbc:oracle:thin:@x")).reason())
        .isEqualTo(Reason.UNSUPPORTED_DATABASE);
  }

  @Test
  void aConnectionThatTheServerEndsIsLost() {
    try (var database = Database.open(postgres.settings());
        var session = database.session("test")) {
      var pid =
          session.query(
              () -> PostgreSqlCatalogue.text(session.connection(), "SELECT pg_backend_pid()"));
      postgres.execute("SELECT pg_terminate_backend(" + pid + ")");
      var error = catchThrowableOfType(AthanorException.class, session::info);
      assertThat(error).isNotNull();
      assertThat(error.reason()).isEqualTo(Reason.CONNECTION_LOST);
    }
  }

  @Test
  void theSessionSaysWhoItIsAndWatchesItsClient() {
    try (var database =
            Database.open(postgres.settings().withStatementTimeout(Duration.ofHours(1)));
        var session = database.session("upgrade")) {
      assertThat(shown(session, "application_name")).isEqualTo("athanor upgrade");
      assertThat(shown(session, "client_connection_check_interval")).isEqualTo("1s");
      assertThat(shown(session, "statement_timeout")).isEqualTo("1h");
      assertThat(shown(session, "lock_timeout")).isEqualTo("10s");
    }
  }

  private static String shown(Session session, String setting) {
    return session.query(() -> PostgreSqlCatalogue.text(session.connection(), "SHOW " + setting));
  }

  @Test
  void theIdentityIsTheClustersAndTheDatabases() {
    var other = Postgres.freshDatabase();
    try (var here = Database.open(postgres.settings());
        var hereAgain = Database.open(postgres.settings());
        var there = Database.open(other.settings())) {
      assertThat(here.info()).isEqualTo(hereAgain.info()).isNotEqualTo(there.info());
      assertThat(here.info().identity()).matches("\\d+/" + postgres.name());
    }
  }

  @Test
  void alembicsOwnTableIsReadAndWrittenAsItIs() {
    postgres.execute(
        "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, CONSTRAINT"
            + " alembic_version_pkc PRIMARY KEY (version_num))",
        "INSERT INTO alembic_version VALUES ('1975ea83b712')");
    var settings = postgres.settings().withVersionTable("alembic_version");
    try (var database = Database.open(settings);
        var session = database.session("test")) {
      var table = new VersionTable(session, session.tables().version());
      assertThat(table.rows()).containsExactly("1975ea83b712");
      table.checkWidth(List.of("x".repeat(32)));
      var error =
          catchThrowableOfType(
              AthanorException.class, () -> table.checkWidth(List.of("x".repeat(33))));
      assertThat(error).isNotNull();
      assertThat(error.message()).contains("33", "32", "ALTER TABLE");
      table.apply(List.of(new RowChange.Update("1975ea83b712", "ae1027a6acf")));
      assertThat(table.rows()).containsExactly("ae1027a6acf");
    }
  }

  @Test
  void aTableOfOursIsAlembicsLayoutButWider() {
    try (var database = Database.open(postgres.settings());
        var session = database.session("test")) {
      var table = new VersionTable(session, session.tables().version());
      assertThat(table.rows()).isEmpty();
      assertThat(postgres.query("SELECT to_regclass('athanor_version')")).containsExactly("null");
      table.ensure();
      table.apply(List.of(new RowChange.Insert("x".repeat(255)), new RowChange.DeleteAll()));
      assertThat(table.rows()).isEmpty();
    }
    assertThat(
            postgres.query(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'athanor_version'::regclass AND contype = 'p'"))
        .containsExactly("athanor_version_pkc");
  }

  @Test
  void everyNameIsQuoted() {
    postgres.execute("CREATE SCHEMA \"od\"\"d Schema\"");
    var settings = postgres.settings().withVersionTable("Ver\"sion; --").withSchema("od\"d Schema");
    try (var database = Database.open(settings);
        var session = database.session("test")) {
      var tables = session.tables();
      assertThat(tables.version().schema()).isEqualTo("od\"d Schema");
      new VersionTable(session, tables.version()).ensure();
      new Journal(session, tables).ensure();
      new Archive(session, tables.archive()).ensure();
      assertThat(shown(session, "search_path")).startsWith("\"od\"\"d Schema\", ");
    }
  }

  @Test
  void twoVersionTablesInOneSchemaShareNothing() {
    var usual = new Tables(new TableName("public", "athanor_version"));
    var other = new Tables(new TableName("public", "athanor"));
    assertThat(usual.journal().name()).isEqualTo("athanor_journal");
    assertThat(usual.archive().name()).isEqualTo("athanor_archive");
    assertThat(other.journal().name()).isEqualTo("athanor_athanor_journal");
    var longName = new Tables(new TableName("public", "x".repeat(63)));
    var longer = new Tables(new TableName("public", "x".repeat(62) + "y"));
    assertThat(longName.journal().name()).hasSizeLessThan(64).isNotEqualTo(longer.journal().name());
  }

  @Test
  void theLockIsFoundBySchemaAndTableAndGoesWithItsSession() {
    try (var database = Database.open(postgres.settings())) {
      try (var session = database.session("test")) {
        var lock =
            SessionLock.take(session, session.tables().version(), (who, time) -> {}, () -> false);
        lock.verify();
        assertThat(locks()).isEqualTo("1");
        session.call(
            () ->
                PostgreSqlCatalogue.text(session.connection(), "SELECT pg_advisory_unlock_all()"));
        var error = catchThrowableOfType(AthanorException.class, lock::verify);
        assertThat(error).isNotNull();
      }
      try (var session = database.session("test")) {
        SessionLock.take(session, session.tables().version(), (who, time) -> {}, () -> false);
      }
      org.awaitility.Awaitility.await().until(() -> locks().equals("0"));
    }
  }

  private String locks() {
    return postgres
        .query(
            "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE"
                + " locktype = 'advisory' AND datname = current_database()")
        .getFirst();
  }

  @Test
  void aPasswordNeverShows() {
    var settings =
        ConnectionSettings.of("jdbc:postgresql://h/d?user=u&password=s3cret&sslpassword=s4cret")
            .withProperties(java.util.Map.of("accessToken", "s5cret"));
    assertThat(settings.url()).isEqualTo("jdbc:postgresql://h/d");
    assertThat(settings.password()).contains(new Secret("s3cret"));
    assertThat(settings.toString()).doesNotContain("s3cret", "s4cret", "s5cret");
    assertThat(new Secret("s3cret").toString()).doesNotContain("s3cret");
  }
}
