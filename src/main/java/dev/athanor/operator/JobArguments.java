package dev.athanor.operator;

import dev.athanor.api.DatabaseKeys;
import dev.athanor.api.DatabaseMigrationSpec;
import dev.athanor.api.DatabaseSpec;
import dev.athanor.api.Durations;
import dev.athanor.api.OnEdit;
import dev.athanor.api.OnNotEmpty;
import dev.athanor.api.OperationName;
import dev.athanor.api.TlsSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The command line of a Job's container. */
final class JobArguments {
  private static final String REVISIONS = "/athanor/revisions/";

  /** Where an image is mounted. */
  static final String IMAGE = "/athanor/image";

  /** Where the Secret is mounted. */
  static final String DATABASE = "/athanor/database";

  /** Where the authority's certificates are mounted. */
  static final String AUTHORITY = "/athanor/tls/ca";

  /** Where the client's certificate and key are mounted. */
  static final String CLIENT = "/athanor/tls/client";

  /** Where the result goes. */
  static final String RESULT = "/dev/termination-log";

  private final List<String> arguments = new ArrayList<>();

  private JobArguments() {}

  /** Where a ConfigMap is mounted: by its name, which an error about a file in it then has. */
  static String folder(String configMap) {
    return REVISIONS + configMap;
  }

  static List<String> of(String uid, DatabaseMigrationSpec spec, Attempt attempt) {
    var line = new JobArguments();
    if (attempt.planning()) {
      line.arguments.add("plan");
    }
    line.arguments.add(attempt.operation().id());
    line.arguments.addAll(List.of(attempt.target().split(" ", -1)));
    line.source(attempt);
    line.option("--operation-id", attempt.operationId().orElse(null));
    line.database(spec.database());
    line.terms(spec, attempt.operation());
    if (attempt.planning()) {
      line.option("--sql-limit", Plans.SQL_LIMIT_KIB);
    } else {
      line.owner(uid, attempt);
      line.limits(spec);
      line.option("--progress", "plain");
    }
    line.option("--result-file", RESULT);
    line.option("-o", "json");
    return List.copyOf(line.arguments);
  }

  private void source(Attempt attempt) {
    switch (attempt.mounted()) {
      case Mounted.ConfigMaps(var names) -> {
        names.forEach(name -> option("--revisions", folder(name)));
        option("--expect-digest", attempt.digest());
      }
      case Mounted.Image(var image) ->
          option("--revisions", image.path().isEmpty() ? IMAGE : IMAGE + "/" + image.path());
      case Mounted.Archive() -> arguments.add("--from-archive");
    }
  }

  private void owner(String uid, Attempt attempt) {
    option("--owner", uid);
    if (attempt.takeOver()) {
      arguments.add("--take-over");
    }
    option("--approved-plan", attempt.approvedPlan().orElse(null));
  }

  /** What an upgrade may do to a database that is not where it would be expected. */
  private void terms(DatabaseMigrationSpec spec, OperationName operation) {
    if (operation == OperationName.UPGRADE) {
      option("--downgrade-policy", spec.downgradePolicy().id());
      option("--baseline", spec.baseline());
      if (spec.onNotEmpty() != OnNotEmpty.FAIL) {
        option("--on-not-empty", spec.onNotEmpty().id());
      }
    }
  }

  private void database(DatabaseSpec database) {
    if (database.secretRef() != null || database.credentials() != null) {
      option("--database-dir", DATABASE);
    }
    var credentials = database.credentials();
    if (credentials != null) {
      // the usual names are recognised, and may be missing: the url may name the user
      key("username", credentials.usernameKey(), "username");
      key("password", credentials.passwordKey(), "password");
    }
    if (database.keys() != null) {
      keys(database.keys());
    }
    option("--url", database.url());
    if (database.tls() != null) {
      tls(database.tls());
    }
    new TreeMap<>(database.propertiesOrEmpty())
        .forEach((name, value) -> option("--property", name + "=" + value));
    option("--schema", database.schema());
    option("--version-table", database.versionTable());
    option("--version-table-schema", database.versionTableSchema());
  }

  private void keys(DatabaseKeys keys) {
    key("host", keys.host());
    key("port", keys.port());
    key("database", keys.database());
    key("username", keys.username());
    key("password", keys.password());
    key("uri", keys.uri());
    key("jdbc-uri", keys.jdbcUri());
  }

  private void tls(TlsSpec tls) {
    if (tls.mode() != null) {
      option("--tls-mode", tls.mode().id());
    }
    if (tls.ca() != null) {
      option("--tls-ca", AUTHORITY + "/" + tls.ca().key());
    }
    var client = tls.clientCertificate();
    if (client != null) {
      option("--tls-cert", CLIENT + "/" + client.certificateKey());
      option("--tls-key", CLIENT + "/" + client.privateKeyKey());
      if (client.passwordKey() != null) {
        option("--tls-key-password-file", CLIENT + "/" + client.passwordKey());
      }
    }
  }

  private void limits(DatabaseMigrationSpec spec) {
    option("--lock-timeout", spec.lockTimeout());
    if (!Durations.parse(spec.statementTimeout()).isZero()) {
      option("--statement-timeout", spec.statementTimeout());
    }
    if (spec.onEdit() != OnEdit.FAIL) {
      option("--on-edit", spec.onEdit().id());
    }
  }

  private void key(String name, @Nullable String secretKey) {
    if (secretKey != null) {
      option("--database-key", name + "=" + secretKey);
    }
  }

  private void key(String name, String secretKey, String usual) {
    if (!secretKey.equals(usual)) {
      key(name, secretKey);
    }
  }

  private void option(String name, @Nullable String value) {
    if (value != null) {
      arguments.add(name);
      arguments.add(value);
    }
  }
}
