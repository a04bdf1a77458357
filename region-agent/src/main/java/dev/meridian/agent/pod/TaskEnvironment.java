package dev.meridian.agent.pod;

import dev.meridian.agent.node.JavaRange;
import dev.meridian.protocol.v1.JavaHome;
import dev.meridian.protocol.v1.Port;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.protocol.v1.Volume;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The environment of a task: what the order says, and what only the node knows. */
final class TaskEnvironment {
  private static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private TaskEnvironment() {}

  /**
   * @param order with its secrets
   * @throws TaskErrorException when the node has no JDK that fits
   */
  static Map<String, String> of(RunPod order, Task task, Path sandbox, NodeContext node)
      throws TaskErrorException {
    Map<String, String> environment = new TreeMap<>();
    environment.put("PATH", SYSTEM_PATH);
    environment.put("HOME", sandbox.toString());
    environment.put("TMPDIR", sandbox.resolve("tmp").toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("TASK_NAME", order.getPod() + "-" + task.getName());
    for (Port port : order.getPortsList()) {
      String key =
          port.getEnvironmentKey().isEmpty()
              ? "PORT_" + variable(port.getName())
              : port.getEnvironmentKey();
      environment.put(key, Integer.toString(port.getNumber()));
    }
    environment.putAll(order.getEnvironmentMap());
    environment.putAll(order.getSecretEnvironmentMap());
    environment.putAll(task.getEnvironmentMap());
    environment.put("MERIDIAN_SANDBOX", sandbox.toString());
    for (Volume volume : order.getVolumesList()) {
      environment.put(
          "MERIDIAN_VOLUME_" + variable(volume.getPath()),
          node.volumes().data(volume.getVolumeId()).toString());
    }
    if (order.getHostsFile()) {
      environment.put("MERIDIAN_HOSTS_FILE", sandbox.resolve(HostsFile.NAME).toString());
    }
    if (!order.getJavaRange().isEmpty()) {
      String home = javaHome(order.getJavaRange(), node.javaHomes());
      environment.put("JAVA_HOME", home);
      environment.put("PATH", home + "/bin:" + environment.get("PATH"));
    }
    return environment;
  }

  private static String javaHome(String range, List<JavaHome> homes) throws TaskErrorException {
    try {
      return JavaRange.parse(range)
          .choose(homes)
          .map(JavaHome::getHome)
          .orElseThrow(
              () ->
                  new TaskErrorException(
                      "the node has no JDK in "
                          + range
                          + "; it has "
                          + homes.stream().map(JavaHome::getVersion).toList()
                          + "; install one and restart the agent"));
    } catch (IllegalArgumentException unreadable) {
      throw new TaskErrorException(String.valueOf(unreadable.getMessage()));
    }
  }

  static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
