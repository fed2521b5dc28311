package dev.athanor.packaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The scripts as Argo CD takes them until it has them itself: three keys of its ConfigMap. */
final class ArgoSnippets {
  /** A person presses them in this order. */
  static final List<String> ACTIONS = List.of("approve", "retry", "reconcile", "suspend", "resume");

  private static final String KEY = "resource.customizations.%s.athanor.dev_DatabaseMigration";

  private ArgoSnippets() {}

  /** For an Argo CD of plain manifests: a patch of {@code argocd-cm}. */
  static String configMap() throws IOException {
    return written(
        "kubectl patch configmap argocd-cm -n argocd --patch-file examples/argocd/argocd-cm.yaml",
        "/data");
  }

  /** For the chart {@code argo/argo-cd}: values. */
  static String chartValues() throws IOException {
    return written(
        "helm upgrade argocd argo/argo-cd -n argocd --reuse-values -f examples/argocd/chart-values.yaml",
        "/configs/cm");
  }

  /** For the Argo CD operator: a patch of its resource. */
  static String operatorResource() throws IOException {
    return written(
        "kubectl patch argocd argocd -n argocd --type merge --patch-file examples/argocd/operator-resource.yaml",
        "/spec/extraConfig");
  }

  private static String written(String command, String where) throws IOException {
    var root = JsonNodeFactory.instance.objectNode();
    put(root.withObject(where));
    return "# Generated from resource_customizations by `make generate`:\n# %s\n%s"
        .formatted(command, PlainYaml.MAPPER.writeValueAsString(root));
  }

  private static void put(ObjectNode data) throws IOException {
    data.put(KEY.formatted("health"), script("health.lua"));
    var actions = JsonNodeFactory.instance.objectNode();
    actions.put("discovery.lua", script("actions/discovery.lua"));
    var definitions = actions.putArray("definitions");
    for (var action : ACTIONS) {
      definitions
          .addObject()
          .put("name", action)
          .put("action.lua", script("actions/" + action + "/action.lua"));
    }
    data.put(KEY.formatted("actions"), PlainYaml.MAPPER.writeValueAsString(actions));
    var ignored = JsonNodeFactory.instance.objectNode();
    // a change of health is looked at all the same
    ignored.putArray("jsonPointers").add("/status");
    data.put(KEY.formatted("ignoreResourceUpdates"), PlainYaml.MAPPER.writeValueAsString(ignored));
  }

  private static String script(String name) throws IOException {
    Path file = ArgoScripts.FOLDER.resolve(name);
    return Files.readString(file);
  }
}
