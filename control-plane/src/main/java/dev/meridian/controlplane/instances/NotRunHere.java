package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ResourceLimits;
import dev.meridian.spec.ResourceSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.TaskSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What the grammar of services knows and the runtime of processes cannot give. A service that asks
 * for an image, a network or a device of its own is refused: without it, it would run as something
 * else than its author wrote.
 */
final class NotRunHere {
  private final List<FieldError> found = new ArrayList<>();

  private NotRunHere() {}

  /** Each thing with the path of its key in the service's specification. */
  static List<FieldError> of(ServiceSpec spec) {
    NotRunHere here = new NotRunHere();
    spec.pods().values().forEach(here::pod);
    return List.copyOf(here.found);
  }

  private void pod(PodSpec pod) {
    String path = "pods." + pod.type();
    when(pod.image().isPresent(), path + ".image", "no node runs images");
    when(!pod.networks().isEmpty(), path + ".networks", "pods use the network of their node");
    when(!pod.rlimits().isEmpty(), path + ".rlimits", "no node sets limits of processes");
    when(!pod.uris().isEmpty(), path + ".uris", "files come from the package's artifacts.yml");
    when(!pod.hostVolumes().isEmpty(), path + ".host-volumes", "no node gives its own folders");
    when(!pod.externalVolumes().isEmpty(), path + ".external-volumes", "volumes are local");
    when(
        pod.seccompProfileName().isPresent(),
        path + ".seccomp-profile-name",
        "no node filters calls of the system");
    pod.resourceSets().forEach((name, set) -> resources(path + ".resource-sets." + name, set));
    pod.tasks().values().forEach(task -> task(path + ".tasks." + task.name(), task));
  }

  private void task(String path, TaskSpec task) {
    when(
        !task.transportEncryption().isEmpty(),
        path + ".transport-encryption",
        "no authority gives tasks certificates");
    // A task of a resource set has the set's own.
    if (task.resourceSet().isEmpty()) {
      resources(path, task.resources());
    }
  }

  private void resources(String path, ResourceSpec resources) {
    when(resources.gpus().signum() > 0, path + ".gpus", "no node offers GPUs");
    when(
        !resources.limits().equals(ResourceLimits.NONE),
        path + ".resource-limits",
        "memory is limited to what is reserved, and processors are shared by it");
  }

  private void when(boolean asked, String path, String why) {
    if (asked) {
      found.add(new FieldError("/options", path + ": " + why));
    }
  }
}
