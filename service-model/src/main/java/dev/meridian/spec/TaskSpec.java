package dev.meridian.spec;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task of a pod.
 *
 * @param essential a failure of an essential RUNNING task relaunches all RUNNING tasks of the pod
 * @param cmd the shell command
 * @param configs by name
 * @param resourceSet the id of the pod's resource set that this task holds; empty when the
 *     resources are the task's own
 * @param resources what the task may use: its own, or those of its resource set
 * @param killGracePeriod between SIGTERM and SIGKILL
 */
public record TaskSpec(
    String name,
    Goal goal,
    boolean essential,
    String cmd,
    Map<String, String> labels,
    Map<String, String> env,
    Map<String, ConfigSpec> configs,
    Optional<String> resourceSet,
    ResourceSpec resources,
    Optional<HealthCheckSpec> healthCheck,
    Optional<ReadinessCheckSpec> readinessCheck,
    Optional<DiscoverySpec> discovery,
    Duration killGracePeriod,
    List<TransportEncryptionSpec> transportEncryption,
    IpcSpec ipc) {

  public TaskSpec {
    labels = Ordered.copyOf(labels);
    env = Ordered.copyOf(env);
    configs = Ordered.copyOf(configs);
    transportEncryption = List.copyOf(transportEncryption);
  }

  /** This task with another {@code env}. */
  public TaskSpec withEnv(Map<String, String> newEnv) {
    return new TaskSpec(
        name,
        goal,
        essential,
        cmd,
        labels,
        newEnv,
        configs,
        resourceSet,
        resources,
        healthCheck,
        readinessCheck,
        discovery,
        killGracePeriod,
        transportEncryption,
        ipc);
  }
}
