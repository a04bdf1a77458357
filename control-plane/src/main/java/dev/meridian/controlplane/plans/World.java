package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.maintenance.MaintenanceRule;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SecretSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.tenancy.secrets.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of an instance when its reconciler looks at it.
 *
 * @param specs by configuration number; the target's is always there
 * @param decision what placement says now
 * @param places of the pods that hold a reservation, by pod id
 * @param present pods of which an agent may still have something: an order or a tombstone stands
 * @param secrets what pods that are launched now are given, by path
 * @param maintenance when pods that run may be launched anew for an update
 * @param peersDigest of {@code places}: what pods that are launched now are told of their peers
 */
record World(
    Instance instance,
    Map<Integer, ServiceSpec> specs,
    List<Intent> intents,
    List<Plan> plans,
    List<Pod> pods,
    Placement decision,
    Map<UUID, Place> places,
    List<Observed> observations,
    java.util.Set<UUID> present,
    List<Volume> volumes,
    String peersDigest,
    Map<String, SecretVersion> secrets,
    MaintenanceRule maintenance) {

  /** The instance's own row, as far as the reconciler moves it. */
  record Instance(
      UUID tenant,
      UUID id,
      String name,
      State state,
      String reason,
      Instant since,
      int target,
      boolean deployed,
      boolean deleteData) {
    enum State {
      WAITING,
      DEPLOYING,
      RUNNING,
      DEGRADED,
      UPDATING,
      UNINSTALLING,
      UNINSTALLED,
      FAILED
    }

    Instance to(State newState, String newReason, Instant now) {
      return new Instance(
          tenant,
          id,
          name,
          newState,
          newReason,
          newState == state ? since : now,
          target,
          deployed,
          deleteData);
    }

    Instance deployedOnce() {
      return new Instance(tenant, id, name, state, reason, since, target, true, deleteData);
    }

    Instance deletingData(boolean delete) {
      return new Instance(tenant, id, name, state, reason, since, target, deployed, delete);
    }
  }

  /** What somebody asked for. */
  record Intent(UUID id, Kind kind, boolean deleteData) {
    enum Kind {
      INSTALL,
      UNINSTALL,
      UPDATE_NOW
    }
  }

  /** What the placement writer says about the instance's newest ask. */
  record Placement(Kind kind, String reason) {
    enum Kind {
      NOT_ASKED,
      OPEN,
      PLACED,
      REFUSED
    }
  }

  /** A volume of one of the instance's pods. */
  record Volume(
      UUID id, UUID pod, String path, long sizeBytes, UUID node, State state, String reason) {
    enum State {
      PENDING,
      READY,
      MISSING,
      KEPT,
      DESTROYING,
      DESTROYED
    }
  }

  ServiceSpec target() {
    return spec(instance.target());
  }

  ServiceSpec spec(int configuration) {
    ServiceSpec spec = specs.get(configuration);
    if (spec == null) {
      throw new IllegalStateException("Configuration " + configuration + " is not loaded");
    }
    return spec;
  }

  Optional<Observed> observed(Pod pod) {
    return observations.stream()
        .filter(o -> o.pod().equals(pod.id()) && o.incarnation() == pod.incarnation())
        .findFirst();
  }

  /** Names the versions of secrets that a pod would be given now; empty when it has none. */
  String secretsDigest(Pod pod, int configuration) {
    PodSpec spec = podSpec(pod, configuration);
    return spec == null
        ? ""
        : spec.secrets().values().stream()
            .map(SecretSpec::path)
            .distinct()
            .sorted()
            .map(path -> SecretGrants.version(secrets, path).digest(path))
            .collect(Collectors.joining(" "));
  }

  @Nullable PodSpec podSpec(Pod pod, int configuration) {
    return spec(configuration).pods().get(pod.type());
  }
}
