package dev.athanor.operator;

import dev.athanor.api.CertificateAuthoritySpec;
import dev.athanor.api.ClientCertificateSpec;
import dev.athanor.api.TlsSpec;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Certificates in a Job's pod: of each Secret the keys that are named, and nothing beside them. */
final class TlsVolumes {
  private static final String AUTHORITY = "tls-ca";
  private static final String CLIENT = "tls-client";

  private TlsVolumes() {}

  static List<Volume> volumes(TlsSpec tls) {
    var volumes = new ArrayList<Volume>();
    if (tls.ca() != null) {
      volumes.add(authority(tls.ca()));
    }
    if (tls.clientCertificate() != null) {
      volumes.add(client(tls.clientCertificate()));
    }
    return volumes;
  }

  static List<VolumeMount> mounts(TlsSpec tls) {
    var mounts = new ArrayList<VolumeMount>();
    if (tls.ca() != null) {
      mounts.add(PodTemplate.mount(AUTHORITY, JobArguments.AUTHORITY, true));
    }
    if (tls.clientCertificate() != null) {
      mounts.add(PodTemplate.mount(CLIENT, JobArguments.CLIENT, true));
    }
    return mounts;
  }

  private static Volume authority(CertificateAuthoritySpec ca) {
    return ca.secretName() != null
        ? secret(AUTHORITY, ca.secretName(), Stream.of(ca.key()))
        : new VolumeBuilder()
            .withName(AUTHORITY)
            .withNewConfigMap()
            .withName(ca.configMapName())
            .withItems(items(Stream.of(ca.key())))
            .withDefaultMode(PodTemplate.SECRET_MODE)
            .endConfigMap()
            .build();
  }

  private static Volume client(ClientCertificateSpec client) {
    return secret(
        CLIENT,
        client.secretName(),
        Stream.concat(
            Stream.of(client.certificateKey(), client.privateKeyKey()),
            Stream.ofNullable(client.passwordKey())));
  }

  private static Volume secret(String volume, String name, Stream<String> keys) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewSecret()
        .withSecretName(name)
        .withItems(items(keys))
        .withDefaultMode(PodTemplate.SECRET_MODE)
        .endSecret()
        .build();
  }

  private static List<KeyToPath> items(Stream<String> keys) {
    return keys.distinct().map(key -> new KeyToPath(key, null, key)).toList();
  }
}
