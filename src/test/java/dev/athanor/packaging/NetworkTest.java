package dev.athanor.packaging;

import static dev.athanor.packaging.Chart.rendered;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;

/** What stands around the operator's pods finds them, and lets them do what they must. */
class NetworkTest {

  @Test
  void the_operator_reaches_the_api_server_and_the_dns_and_nothing_else() {
    var egress = rendered("network-policy").one(NetworkPolicy.class, "athanor-operator").getSpec();

    assertThat(egress.getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(egress.getEgress().get(0).getTo())
        .extracting(peer -> peer.getIpBlock().getCidr())
        .containsExactly("10.0.0.1/32", "fd00::1/128");
    assertThat(egress.getEgress().get(0).getPorts())
        .extracting(NetworkPolicyPort::getPort)
        .containsExactly(new IntOrString(6443));
    assertThat(egress.getEgress().get(1).getPorts())
        .extracting(port -> port.getProtocol() + " " + port.getPort().getIntVal())
        .containsExactly("UDP 53", "TCP 53");
    assertThat(egress.getEgress().get(1).getTo()).hasSize(1);
    assertThat(egress.getEgress()).hasSize(3);
  }

  @Test
  void whatever_selects_the_operators_pods_finds_them() {
    for (var values : new String[] {"network-policy", "high-availability"}) {
      var objects = rendered(values);
      var labels =
          objects
              .one(Deployment.class, "athanor-operator")
              .getSpec()
              .getTemplate()
              .getMetadata()
              .getLabels();

      assertThat(objects.all(PodDisruptionBudget.class))
          .hasSize(1)
          .allSatisfy(
              budget ->
                  assertThat(labels)
                      .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels()));
      assertThat(objects.all(NetworkPolicy.class))
          .allSatisfy(
              policy ->
                  assertThat(labels)
                      .containsAllEntriesOf(policy.getSpec().getPodSelector().getMatchLabels()));
      assertThat(objects.all(Service.class))
          .hasSize(1)
          .allSatisfy(
              service -> assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector()));
    }
  }

  @Test
  void replicas_are_spread_by_their_own_labels_unless_others_are_given() {
    var spread =
        rendered("high-availability")
            .one(Deployment.class, "athanor-operator")
            .getSpec()
            .getTemplate()
            .getSpec()
            .getTopologySpreadConstraints();

    assertThat(spread).hasSize(2);
    assertThat(spread.get(0).getLabelSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/component", "operator")
        .containsEntry("app.kubernetes.io/instance", "athanor");
    assertThat(spread.get(1).getLabelSelector().getMatchLabels())
        .containsOnlyKeys("app.kubernetes.io/name");
  }
}
