package dev.athanor.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.athanor.error.AthanorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URLs that are not of the form that PostgreSQL's and MariaDB's have. */
class ProductUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:sqlserver://db:1433;databaseName=shop;user=sa;password=p;encrypt=true"
            + "|jdbc:sqlserver://db:1433;databaseName=shop;encrypt=true|sa|p",
        "jdbc:sqlserver://db;password={a;b=}}c};userName=sa" + "|jdbc:sqlserver://db|sa|a;b=}c",
        "jdbc:sqlserver://db;databaseName={a;b};PASSWORD=x;User=y"
            + "|jdbc:sqlserver://db;databaseName={a;b}|y|x",
        "jdbc:h2:file:/data/shop;USER=sa;PASSWORD=p@;/;MODE=MySQL"
            + "|jdbc:h2:file:/data/shop;/;MODE=MySQL|sa|p@",
        "jdbc:oracle:thin:shop/p@//db:1521/FREEPDB1|jdbc:oracle:thin:@//db:1521/FREEPDB1|shop|p",
        "jdbc:oracle:thin:shop/p@ss@db:1521:XE|jdbc:oracle:thin:@db:1521:XE|shop|p@ss",
        "jdbc:oracle:thin:shop/\"p@//x\"@//db/s|jdbc:oracle:thin:@//db/s|shop|p@//x"
      })
  void userAndPasswordAreTakenOut(String url, String rest, String user, String password) {
    var settings = ConnectionSettings.of(url);

    assertThat(settings.url()).isEqualTo(rest);
    assertThat(settings.username()).contains(user);
    assertThat(settings.password().map(Secret::value)).contains(password);
  }

  @Test
  void otherSecretsAreTakenOutToo() {
    var settings =
        ConnectionSettings.of("jdbc:sqlserver://db;trustStorePassword=t;keyStoreSecret=s");

    assertThat(settings.url()).isEqualTo("jdbc:sqlserver://db");
    assertThat(settings.properties())
        .containsEntry("trustStorePassword", "t")
        .containsEntry("keyStoreSecret", "s");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:sqlserver://db;databaseName=shop, db:1433",
    "jdbc:sqlserver://db:14330, db:14330",
    "jdbc:oracle:thin:@//db:1521/FREEPDB1, db:1521",
    "jdbc:oracle:thin:@db:1521:XE, db:1521:XE",
    "jdbc:sqlite:/data/shop.db?foreign_keys=on, /data/shop.db",
    "jdbc:h2:tcp://db:9092/shop;MODE=MySQL, tcp://db:9092/shop"
  })
  void anAddressIsForPeople(String url, String address) {
    assertThat(Dialect.of(url).address(url)).isEqualTo(address);
  }

  @Test
  void anUnknownProductIsToldWhichThereAre() {
    assertThatThrownBy(() -> Dialect.of("jdbc:db2://db/shop"))
        .isInstanceOf(AthanorException.class)
        .hasMessageContainingAll("'db2'", "postgresql, mariadb, mysql, sqlserver, oracle");
  }
}
