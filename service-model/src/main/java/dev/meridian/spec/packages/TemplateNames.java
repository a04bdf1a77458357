package dev.meridian.spec.packages;

import dev.meridian.spec.ConfigSpec;
import dev.meridian.spec.EnvironmentNames;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.PortSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.TaskVariables;
import dev.meridian.spec.options.PlanParameters;
import dev.meridian.spec.parse.SpecTemplate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks the config templates against the environment that their task will have, so that a missing
 * value is found before a pod is launched.
 */
final class TemplateNames {
  private static final List<String> OF_EVERY_TASK =
      List.of(
          "TASK_NAME",
          "POD_INSTANCE_INDEX",
          "FRAMEWORK_NAME",
          "FRAMEWORK_HOST",
          "FRAMEWORK_VIP_HOST",
          "REGION",
          "ZONE",
          "MERIDIAN_INSTANCE",
          "MERIDIAN_INSTANCE_ID",
          "MERIDIAN_TENANT",
          "MERIDIAN_POD",
          "MERIDIAN_POD_TYPE",
          "MERIDIAN_NODE_ADDRESS",
          "MERIDIAN_ADVERTISED_ADDRESS",
          "MERIDIAN_POD_NAME_FQDN",
          "MERIDIAN_SANDBOX",
          "MERIDIAN_HOSTS_FILE",
          "JAVA_HOME",
          "PATH",
          "HOME",
          "USER");

  private TemplateNames() {}

  static List<SpecProblem> check(ServiceSpec spec) {
    List<SpecProblem> problems = new ArrayList<>();
    for (PodSpec pod : spec.pods().values()) {
      for (TaskSpec task : pod.tasks().values()) {
        Map<String, Object> environment = environment(spec, pod, task);
        for (ConfigSpec config : task.configs().values()) {
          problems.addAll(
              SpecTemplate.render(
                      PackageDefinition.TEMPLATES_FOLDER + config.template(),
                      config.content(),
                      environment)
                  .problems());
        }
      }
    }
    return problems.stream().distinct().toList();
  }

  private static Map<String, Object> environment(ServiceSpec spec, PodSpec pod, TaskSpec task) {
    Set<String> names = new TreeSet<>(OF_EVERY_TASK);
    names.addAll(task.env().keySet());
    names.addAll(TaskVariables.of(pod, task).keySet());
    pod.secrets().values().forEach(secret -> secret.envKey().ifPresent(names::add));
    pod.allPorts().stream().map(PortSpec::environmentName).forEach(names::add);
    pod.allVolumes()
        .forEach(volume -> names.add("MERIDIAN_VOLUME_" + EnvironmentNames.of(volume.path())));
    spec.pods().values().forEach(peer -> addPeers(peer, names));
    spec.plans().values().forEach(plan -> names.addAll(PlanParameters.names(plan)));
    for (int index = 0; index < pod.count(); index++) {
      names.add(EnvironmentNames.of(pod.type() + "-" + index + "-" + task.name()));
    }
    Map<String, Object> environment = new HashMap<>();
    names.forEach(name -> environment.put(name, "1"));
    return environment;
  }

  private static void addPeers(PodSpec peer, Set<String> names) {
    String type = EnvironmentNames.of(peer.type());
    names.add("PEERS_" + type);
    for (PortSpec port : peer.allPorts()) {
      names.add("PEERS_" + type + "_" + EnvironmentNames.of(port.name()));
    }
    for (int index = 0; index < peer.count(); index++) {
      names.add("PEER_" + type + "_" + index + "_ADDRESS");
      for (PortSpec port : peer.allPorts()) {
        names.add("PEER_" + type + "_" + index + "_" + EnvironmentNames.of(port.name()));
      }
    }
  }
}
