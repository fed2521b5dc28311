package dev.athanor.operator;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A PostgreSQL in the cluster, with a database and a Secret for each test. */
final class EndToEndDatabase {
  static final String NAME = "postgres";

  private final KubernetesClient client;
  private final String namespace;
  private final String password = UUID.randomUUID().toString();

  EndToEndDatabase(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  void install(List<String> databases) {
    client.resource(secret(NAME, NAME)).inNamespace(namespace).create();
    databases.forEach(
        it -> client.resource(secret(it + "-app", it)).inNamespace(namespace).create());
    var script =
        databases.stream().map("CREATE DATABASE %s;\n"::formatted).collect(Collectors.joining());
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName(NAME)
                .endMetadata()
                .withData(Map.of("databases.sql", script))
                .build())
        .inNamespace(namespace)
        .create();
    client
        .load(new ByteArrayInputStream(manifests().getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(item -> client.resource(item).inNamespace(namespace).create());
  }

  /** With the keys that CloudNativePG's Secrets have. */
  private Secret secret(String name, String database) {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withStringData(
            Map.of(
                "host",
                "%s.%s.svc".formatted(NAME, namespace),
                "port",
                "5432",
                "dbname",
                database,
                "username",
                "postgres",
                "password",
                password))
        .build();
  }

  private static String manifests() {
    return """
        apiVersion: v1
        kind: Service
        metadata:
          name: postgres
        spec:
          selector: {app: postgres}
          ports: [{port: 5432}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: postgres
        spec:
          selector: {matchLabels: {app: postgres}}
          template:
            metadata:
              labels: {app: postgres}
            spec:
              securityContext:
                runAsNonRoot: true
                runAsUser: 999
                fsGroup: 999
                seccompProfile: {type: RuntimeDefault}
              containers:
                - name: postgres
                  image: %s
                  env:
                    - name: POSTGRES_PASSWORD
                      valueFrom: {secretKeyRef: {name: postgres, key: password}}
                    - {name: PGDATA, value: /data/pgdata}
                  ports: [{containerPort: 5432}]
                  # not before the script has run: until then it listens on its socket only
                  readinessProbe:
                    tcpSocket: {port: 5432}
                  securityContext:
                    allowPrivilegeEscalation: false
                    capabilities: {drop: [ALL]}
                  volumeMounts:
                    - {name: data, mountPath: /data}
                    - {name: databases, mountPath: /docker-entrypoint-initdb.d}
              volumes:
                - name: data
                  emptyDir: {}
                - name: databases
                  configMap: {name: postgres}
        """
        .formatted(image());
  }

  private static String image() {
    var image = System.getProperty("athanor.postgres", "");
    return image.isBlank() ? "docker.io/library/postgres:17" : image;
  }
}
