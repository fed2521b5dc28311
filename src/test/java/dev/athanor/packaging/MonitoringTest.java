package dev.athanor.packaging;

import static dev.athanor.packaging.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.athanor.testing.Manifests;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts, their runbooks, the dashboard, and the metrics that they speak of. */
class MonitoringTest {
  private static final Path METRICS = Path.of("docs/metrics.md");
  private static final Path RUNBOOKS = Path.of("docs/runbooks");
  private static final Pattern REASON_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:athanor|operator_sdk|jvm|process|system)_\\w+");
  private static final Pattern DOCUMENTED = Pattern.compile("`(\\w+)(?:\\{\\w+\\})?`");

  @TempDir private Path folder;

  @Test
  void every_alert_links_its_runbook_and_every_runbook_has_an_alert() throws IOException {
    var alerts = alerts();

    assertThat(alerts)
        .allSatisfy(
            alert ->
                assertThat(alert.getAnnotations().get("runbook_url"))
                    .endsWith("/docs/runbooks/" + alert.getAlert() + ".md"));
    try (var pages = Files.list(RUNBOOKS)) {
      assertThat(
              pages
                  .map(page -> page.getFileName().toString().replace(".md", ""))
                  .filter(page -> !page.equals("README")))
          .containsExactlyInAnyOrderElementsOf(alerts.stream().map(Rule::getAlert).toList());
    }
  }

  @Test
  void runbooks_speak_of_reasons_that_there_are() throws IOException {
    try (var pages = Files.list(RUNBOOKS)) {
      for (var page : pages.toList()) {
        assertThat(REASON_ROW.matcher(Files.readString(page)).results().map(row -> row.group(1)))
            .as(page.toString())
            .allMatch(reason -> reasons().contains("| `" + reason + "` |"));
      }
    }
  }

  @Test
  void every_alert_can_be_left_out() throws IOException {
    var schema = new ObjectMapper().readTree(Chart.FOLDER.resolve("values.schema.json").toFile());
    var names =
        schema
            .at("/properties/metrics/properties/alerts/properties/leaveOut/items/enum")
            .valueStream()
            .map(name -> name.asText());

    assertThat(names).containsExactlyElementsOf(alerts().stream().map(Rule::getAlert).toList());
    assertThat(rules(rendered("monitoring")))
        .extracting(Rule::getAlert)
        .isNotEmpty()
        .doesNotContain("AthanorSeveralLeaders");
  }

  @Test
  void alerts_carry_what_is_asked_for() {
    var rules = rules(rendered("monitoring"));

    assertThat(rules)
        .allSatisfy(
            rule ->
                assertThat(rule.getLabels())
                    .containsKey("severity")
                    .containsEntry("team", "platform"));
    assertThat(rules)
        .filteredOn(rule -> rule.getAlert().equals("AthanorOperationTakesLong"))
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.getExpr().getStrVal())
                    .isEqualTo("athanor_operation_age_seconds > 7200"));
  }

  @Test
  void alerts_and_dashboard_ask_for_metrics_that_there_are() throws IOException {
    var asked = new TreeSet<String>();
    for (var alert : alerts()) {
      asked.addAll(metrics(alert.getExpr().getStrVal()));
    }
    asked.addAll(metrics(Files.readString(Chart.FOLDER.resolve("files/dashboard.json"))));
    var documented = documented();

    assertThat(asked)
        .hasSizeGreaterThan(8)
        .allMatch(
            metric ->
                documented.contains(metric.replaceFirst("_(bucket|sum|count)$", ""))
                    || documented.stream()
                        .anyMatch(name -> name.endsWith("_") && metric.startsWith(name)));
  }

  @Test
  void the_monitor_finds_the_service_and_leaves_namespaces_as_they_are() {
    var objects = rendered("monitoring");
    var monitor = objects.one(ServiceMonitor.class, "athanor-operator").getSpec();
    var service = objects.one(Service.class, "athanor-operator-metrics");

    assertThat(service.getMetadata().getLabels())
        .containsAllEntriesOf(monitor.getSelector().getMatchLabels());
    assertThat(monitor.getEndpoints())
        .singleElement()
        .satisfies(
            endpoint -> {
              assertThat(endpoint.getHonorLabels()).isTrue();
              assertThat(service.getSpec().getPorts())
                  .extracting("name")
                  .contains(endpoint.getPort());
            });
  }

  @Test
  void the_dashboard_reaches_grafana_as_it_is() throws IOException {
    var data = rendered("monitoring").one(ConfigMap.class, "athanor-dashboard").getData();

    assertThat(data.get("athanor.json"))
        .isEqualToIgnoringWhitespace(
            Files.readString(Chart.FOLDER.resolve("files/dashboard.json")));
    assertThat(new ObjectMapper().readTree(data.get("athanor.json")).at("/panels")).isNotEmpty();
  }

  private static String reasons() {
    try {
      return Files.readString(Path.of("docs/reasons.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Rule> alerts() throws IOException {
    var all = Files.writeString(folder.resolve("all.yaml"), "metrics: {alerts: {enabled: true}}");
    return rules(Manifests.parse(Chart.ours().render(all)));
  }

  private static List<Rule> rules(Manifests objects) {
    return objects
        .one(PrometheusRule.class, "athanor-operator")
        .getSpec()
        .getGroups()
        .getFirst()
        .getRules();
  }

  private static List<String> metrics(String text) {
    return METRIC.matcher(text).results().map(match -> match.group()).toList();
  }

  /** A name that ends in an underscore stands for all that begin so. */
  private static Set<String> documented() throws IOException {
    return DOCUMENTED
        .matcher(Files.readString(METRICS).replace("_*`", "_`"))
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
