package dev.athanor.testing.kube;

import java.util.List;

/** One resource of the API: what discovery says of it. */
record ResourceType(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    boolean statusSubresource,
    boolean custom) {

  /** The built-in ones that the operator, its tests or a person at kubectl may ask for. */
  static final List<ResourceType> BUILT_IN =
      List.of(
          cluster("", "v1", "namespaces", "Namespace", true),
          cluster("", "v1", "nodes", "Node", true),
          namespaced("", "v1", "pods", "Pod", true),
          namespaced("", "v1", "configmaps", "ConfigMap", false),
          namespaced("", "v1", "secrets", "Secret", false),
          namespaced("", "v1", "services", "Service", true),
          namespaced("", "v1", "serviceaccounts", "ServiceAccount", false),
          namespaced("", "v1", "events", "Event", false),
          namespaced("apps", "v1", "deployments", "Deployment", true),
          namespaced("apps", "v1", "statefulsets", "StatefulSet", true),
          namespaced("apps", "v1", "replicasets", "ReplicaSet", true),
          namespaced("batch", "v1", "jobs", "Job", true),
          namespaced("batch", "v1", "cronjobs", "CronJob", true),
          namespaced("coordination.k8s.io", "v1", "leases", "Lease", false),
          namespaced("events.k8s.io", "v1", "events", "Event", false),
          namespaced("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", false),
          namespaced("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget", true),
          namespaced("rbac.authorization.k8s.io", "v1", "roles", "Role", false),
          namespaced("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", false),
          cluster("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", false),
          cluster(
              "rbac.authorization.k8s.io",
              "v1",
              "clusterrolebindings",
              "ClusterRoleBinding",
              false),
          cluster(
              "apiextensions.k8s.io",
              "v1",
              "customresourcedefinitions",
              "CustomResourceDefinition",
              true));

  private static ResourceType namespaced(
      String group, String version, String plural, String kind, boolean status) {
    return new ResourceType(group, version, plural, kind, true, status, false);
  }

  private static ResourceType cluster(
      String group, String version, String plural, String kind, boolean status) {
    return new ResourceType(group, version, plural, kind, false, status, false);
  }

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** As error messages name it: {@code jobs.batch}. */
  String groupResource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  boolean is(String groupResource) {
    return groupResource().equals(groupResource);
  }
}
