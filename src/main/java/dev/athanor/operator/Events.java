package dev.athanor.operator;

import dev.athanor.api.DatabaseMigration;
import dev.athanor.operator.Facts.Fact;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells people what happened. An event's name is derived from what it says, so that the same fact
 * is told once, however often it is come upon; and no failure to tell stops the work.
 */
final class Events {
  private static final Logger LOG = LoggerFactory.getLogger(Events.class);
  private static final int CONFLICT = 409;
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final Clock clock;
  private final String instance;

  Events(KubernetesClient client, Clock clock, String instance) {
    this.client = client;
    this.clock = clock;
    this.instance = instance;
  }

  void tell(DatabaseMigration resource, Fact fact) {
    LOG.atLevel(fact.warning() ? Level.WARN : Level.INFO).log("{}: {}", fact.reason(), fact.note());
    try {
      client
          .events()
          .v1()
          .events()
          .inNamespace(resource.getMetadata().getNamespace())
          .resource(event(resource, fact))
          .create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        LOG.warn("An event could not be written: {} ({})", fact, e.getMessage());
      }
    }
  }

  private Event event(DatabaseMigration resource, Fact fact) {
    var metadata = resource.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withName(name(metadata.getName(), metadata.getUid(), fact))
        .withNamespace(metadata.getNamespace())
        .endMetadata()
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withReportingController("athanor.dev/operator")
        .withReportingInstance(Fitting.cut(instance, 128))
        .withAction(fact.action())
        .withReason(fact.reason())
        .withType(fact.warning() ? "Warning" : "Normal")
        .withNote(Fitting.cut(fact.note(), 900))
        .withNewRegarding()
        .withApiVersion(resource.getApiVersion())
        .withKind(resource.getKind())
        .withName(metadata.getName())
        .withNamespace(metadata.getNamespace())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .endRegarding()
        .build();
  }

  private static String name(String resource, String uid, Fact fact) {
    var prefix = resource.length() <= 200 ? resource : resource.substring(0, 200);
    return prefix.replaceAll("[^a-z0-9]+$", "")
        + "."
        + Digests.brief(List.of(uid, fact.action(), fact.reason(), fact.note(), fact.key()));
  }
}
