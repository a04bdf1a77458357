package dev.meridian.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod type: tasks that share a node, a sandbox, volumes and artifacts.
 *
 * @param count pods of this type, at least 0
 * @param placement the constraint as written; {@link #placementRule()} is its parsed form
 * @param tasks by task name, never empty
 * @param volumes by volume name, shared by the tasks of a pod
 * @param resourceSets by id; only one task at a time may hold a set
 * @param preReservedRole {@code *} when none
 * @param seccompUnconfined never together with {@code seccompProfileName}
 * @param needs what a node must have: {@code java} a version range, {@code arch}, {@code isolation}
 * @param hostsFile true when the sandbox gets a hosts file with the peers ({@code discovery:
 *     hosts-file})
 */
public record PodSpec(
    String type,
    int count,
    Optional<String> placement,
    Map<String, TaskSpec> tasks,
    Map<String, VolumeSpec> volumes,
    Map<String, ResourceSpec> resourceSets,
    boolean allowDecommission,
    Optional<String> image,
    Map<String, NetworkSpec> networks,
    Map<String, RlimitSpec> rlimits,
    List<String> uris,
    Map<String, HostVolumeSpec> hostVolumes,
    Map<String, ExternalVolumeSpec> externalVolumes,
    Map<String, SecretSpec> secrets,
    String preReservedRole,
    boolean sharePidNamespace,
    boolean seccompUnconfined,
    Optional<String> seccompProfileName,
    IpcSpec ipc,
    BackoffSpec backoff,
    UnreachableSpec unreachable,
    Map<String, String> needs,
    boolean hostsFile) {

  public PodSpec {
    tasks = Ordered.copyOf(tasks);
    volumes = Ordered.copyOf(volumes);
    resourceSets = Ordered.copyOf(resourceSets);
    networks = Ordered.copyOf(networks);
    rlimits = Ordered.copyOf(rlimits);
    uris = List.copyOf(uris);
    hostVolumes = Ordered.copyOf(hostVolumes);
    externalVolumes = Ordered.copyOf(externalVolumes);
    secrets = Ordered.copyOf(secrets);
    needs = Ordered.copyOf(needs);
  }

  /**
   * The parsed constraint; {@link PlacementRule#none()} when there is none. It parses on each call:
   * keep the answer where it is evaluated often.
   *
   * @throws IllegalStateException when the text is no constraint, which the parser refuses
   */
  public PlacementRule placementRule() {
    return placement
        .map(PlacementRule::parse)
        .map(PlacementRule.Parsed::orThrow)
        .orElseGet(PlacementRule::none);
  }

  /**
   * The task of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public TaskSpec task(String name) {
    TaskSpec task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException("pod type " + type + " has no task " + name);
    }
    return task;
  }

  /** What one pod reserves: all its tasks, each resource set once, and the pod's own volumes. */
  public Footprint footprint() {
    return Stream.concat(
            reserved().map(Footprint::of), Stream.of(Footprint.ofVolumes(volumes.values())))
        .reduce(Footprint.NONE, Footprint::plus);
  }

  /** Every port of the pod in file order, those of a resource set once. */
  public List<PortSpec> allPorts() {
    return reserved().flatMap(resources -> resources.ports().values().stream()).toList();
  }

  /** Every persistent volume of the pod (its own first), those of a resource set once. */
  public List<VolumeSpec> allVolumes() {
    return Stream.concat(
            volumes.values().stream(),
            reserved().flatMap(resources -> resources.volumes().values().stream()))
        .toList();
  }

  /** True when pods of the other spec run exactly what pods of this one run. */
  public boolean sameLaunch(PodSpec other) {
    return launchPart().equals(other.launchPart());
  }

  private PodSpec launchPart() {
    return with(0, Optional.empty(), false);
  }

  /** This pod type with another count, placement and permission to scale in. */
  public PodSpec with(int newCount, Optional<String> newPlacement, boolean newAllowDecommission) {
    return with(newCount, newPlacement, newAllowDecommission, tasks);
  }

  /** This pod type with other tasks. */
  public PodSpec with(Map<String, TaskSpec> newTasks) {
    return with(count, placement, allowDecommission, newTasks);
  }

  private PodSpec with(
      int newCount,
      Optional<String> newPlacement,
      boolean newAllowDecommission,
      Map<String, TaskSpec> newTasks) {
    return new PodSpec(
        type,
        newCount,
        newPlacement,
        newTasks,
        volumes,
        resourceSets,
        newAllowDecommission,
        image,
        networks,
        rlimits,
        uris,
        hostVolumes,
        externalVolumes,
        secrets,
        preReservedRole,
        sharePidNamespace,
        seccompUnconfined,
        seccompProfileName,
        ipc,
        backoff,
        unreachable,
        needs,
        hostsFile);
  }

  private Stream<ResourceSpec> reserved() {
    return Stream.concat(
        resourceSets.values().stream(),
        tasks.values().stream()
            .filter(task -> task.resourceSet().isEmpty())
            .map(TaskSpec::resources));
  }
}
