package dev.meridian.agent.pod;

import dev.meridian.agent.runtime.FoundRun;
import dev.meridian.agent.runtime.LaunchException;
import dev.meridian.agent.runtime.RunRequest;
import dev.meridian.agent.runtime.SandboxWriter;
import dev.meridian.agent.state.Timestamps;
import dev.meridian.protocol.v1.ConfigFile;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts a task of a pod that is prepared. */
final class TaskStarter {
  private static final Duration USUAL_GRACE = Duration.ofSeconds(3);

  private final NodeContext node;
  private final Sandboxes sandboxes;

  TaskStarter(NodeContext node, Sandboxes sandboxes) {
    this.node = node;
    this.sandboxes = sandboxes;
  }

  /**
   * @param order with its secrets
   * @throws TaskErrorException when it cannot be started as it was ordered
   * @throws IOException when something of the node is in the way
   */
  FoundRun start(RunPod order, Task task) throws TaskErrorException, IOException {
    Path sandbox = sandboxes.of(order);
    OptionalInt user = node.runtime().userOf(order.getTenantId());
    Map<String, String> environment = TaskEnvironment.of(order, task, sandbox, node);
    for (ConfigFile config : task.getConfigsList()) {
      write(order, task, config, environment, user);
    }
    try {
      return node.runtime().launch(request(order, task, environment, sandbox, user));
    } catch (LaunchException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new TaskErrorException(
          failed.getMessage() == null ? failed.toString() : failed.getMessage());
    }
  }

  private RunRequest request(
      RunPod order, Task task, Map<String, String> environment, Path sandbox, OptionalInt user)
      throws IOException {
    return new RunRequest(
        order.getPodId(),
        order.getIncarnation(),
        task.getName(),
        task.getRun(),
        task.getCommand(),
        environment,
        sandbox,
        node.logs().open(order.getPodId(), task.getName(), "stdout", user),
        node.logs().open(order.getPodId(), task.getName(), "stderr", user),
        task.hasKillGrace() ? Timestamps.duration(task.getKillGrace()) : USUAL_GRACE,
        user,
        task.getResources(),
        lease(order));
  }

  private Optional<RunRequest.Lease> lease(RunPod order) {
    return order.hasRunLease()
        ? node.leases()
            .countedFrom()
            .map(from -> new RunRequest.Lease(Timestamps.duration(order.getRunLease()), from))
        : Optional.empty();
  }

  private void write(
      RunPod order, Task task, ConfigFile config, Map<String, String> environment, OptionalInt user)
      throws TaskErrorException, IOException {
    ConfigTemplate.Rendered rendered =
        ConfigTemplate.render(config.getName(), config.getTemplate(), environment);
    byte[] content = rendered.text().getBytes(StandardCharsets.UTF_8);
    SandboxWriter writer = new SandboxWriter(sandboxes.of(order), user);
    boolean secret =
        !Collections.disjoint(rendered.names(), order.getSecretEnvironmentMap().keySet());
    if (secret) {
      Path inMemory =
          PodPreparation.memoryFile(
              node.secrets().folder(order), "config-" + task.getName() + "-" + config.getName());
      PodPreparation.writeInMemory(inMemory, content, user);
      writer.link(config.getDestination(), inMemory);
    } else {
      writer.write(config.getDestination(), content);
    }
  }
}
