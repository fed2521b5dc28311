package dev.athanor.packaging;

import java.io.IOException;

/** The chart's README: what is said about it, and a row for every value. */
final class ChartReadme {
  private static final String INTRODUCTION =
      """
      <!-- Generated from helm/values.schema.yaml by `make generate`. -->
      # The chart athanor

      An operator that keeps databases at the revision their Git says. Kubernetes 1.30 or newer; tested with Helm 3.21.

          helm install athanor helm/athanor --namespace athanor-system --create-namespace --wait
          helm test athanor --namespace athanor-system

      Helm then says how the first database gets its revisions. How to install it with `kubectl apply`, with Argo CD or with Flux, for some namespaces only, or without Docker: [docs/install.md](../../docs/install.md).

      ## What it installs

      | | |
      | --- | --- |
      | the CRD | as a template, so that `helm upgrade` upgrades it. It stays when the release goes (`crds.keep`): with the CRD would go every DatabaseMigration |
      | the operator | a Deployment under Pod Security's level restricted, with a budget and a spread for its replicas, and a Lease that keeps them apart |
      | its rights | what it calls and nothing else: a ClusterRole, or with `watchNamespaces` a Role in each of them. No verb on Secrets |
      | rights for people | athanor-view, athanor-edit and athanor-approve, the first two as parts of the cluster's own view, edit and admin |
      | a policy | that lets only those approve a plan who have the verb `approve` |
      | when asked for | NetworkPolicy, ServiceMonitor, PrometheusRule with a [runbook](../../docs/runbooks/README.md) for each alert, Grafana dashboard, objects of your own |

      ## Upgrades

      `helm upgrade` with the new chart and your values is all: CRD, policy and rights come with it. In place of your values `--reset-then-reuse-values` does; `--reuse-values` leaves out the values that are new in the chart, and is refused. Jobs that run go on, and the new operator takes them over. Read [CHANGELOG.md](../../CHANGELOG.md) first, and [what is promised between releases](../../docs/deprecation.md).

      ## Values

      What is not listed here is refused, with a sentence that says which names there are.

      | value | | default |
      | --- | --- | --- |
      """;

  private ChartReadme() {}

  static String text(ValuesSchema values) throws IOException {
    var page = new StringBuilder(INTRODUCTION);
    values
        .rows()
        .forEach(
            row ->
                page.append("| `")
                    .append(row.path())
                    .append("` | ")
                    .append(row.description())
                    .append(" | ")
                    .append(row.value())
                    .append(" |\n"));
    return page.toString();
  }
}
