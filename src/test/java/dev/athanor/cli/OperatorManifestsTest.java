package dev.athanor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.athanor.testing.Manifests;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParseResult;

/** The manifest in {@code operator/} and the command line agree. */
class OperatorManifestsTest {
  @Test
  void theDeploymentAsksForTheLeaseThatTheRoleAllows() throws IOException {
    var deployment = Manifests.install().one(Deployment.class, "athanor-operator");
    var role = Manifests.install().one(Role.class, "athanor-leader-election");

    var operator = parse(deployment.getSpec().getTemplate().getSpec().getContainers().getFirst());

    assertThat(option(operator, "--leader-election-lease")).isEqualTo(Optional.of(lease(role)));
    assertThat(option(operator, "--leader-election-namespace"))
        .isEqualTo(role.getMetadata().getNamespace());
    assertThat(option(operator, "--identity")).isEqualTo("athanor-operator-0");
    assertThat(option(operator, "--image")).isEqualTo(image(deployment));
  }

  /** As the kubelet starts it, up to the first thing that it would do. */
  private static ParseResult parse(Container container) {
    var environment = environment(container.getEnv());
    var args = container.getArgs().stream().map(arg -> expand(arg, environment));
    var terminal =
        Athanor.terminal(
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            environment,
            Path.of("operator"));
    var commandLine = Athanor.commandLine(terminal);
    var words = args.toArray(String[]::new);
    return commandLine
        .setDefaultValueProvider(
            new Defaults(
                terminal,
                ConfigFile.read(terminal, Defaults.options(commandLine), words),
                Optional.empty()))
        .parseArgs(words)
        .subcommand();
  }

  private static Map<String, String> environment(List<EnvVar> variables) {
    var pod = Map.of("metadata.name", "athanor-operator-0", "metadata.namespace", "athanor-system");
    var environment = new HashMap<String, String>();
    for (var variable : variables) {
      environment.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? variable.getValue()
              : pod.get(variable.getValueFrom().getFieldRef().getFieldPath()));
    }
    return environment;
  }

  private static String expand(String arg, Map<String, String> environment) {
    var expanded = arg;
    for (var variable : environment.entrySet()) {
      expanded = expanded.replace("$(" + variable.getKey() + ")", variable.getValue());
    }
    assertThat(expanded).as("a variable that is not set stays as it is").doesNotContain("$(");
    return expanded;
  }

  private static Object option(ParseResult operator, String name) {
    return operator.commandSpec().findOption(name).getValue();
  }

  private static String lease(Role role) {
    var names =
        role.getRules().stream()
            .filter(rule -> rule.getResources().contains("leases"))
            .filter(rule -> rule.getVerbs().containsAll(List.of("get", "update")))
            .map(PolicyRule::getResourceNames)
            .toList();
    assertThat(names).singleElement().satisfies(it -> assertThat(it).hasSize(1));
    return names.getFirst().getFirst();
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }
}
