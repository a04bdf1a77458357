package dev.meridian.controlplane.plans;

import com.google.protobuf.Duration;
import dev.meridian.controlplane.catalog.LockedArtifact;
import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.protocol.v1.Artifact;
import dev.meridian.protocol.v1.Backoff;
import dev.meridian.protocol.v1.Check;
import dev.meridian.protocol.v1.ConfigFile;
import dev.meridian.protocol.v1.Goal;
import dev.meridian.protocol.v1.Port;
import dev.meridian.protocol.v1.Resources;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.Task;
import dev.meridian.spec.EnvironmentNames;
import dev.meridian.spec.Footprint;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.PortSpec;
import dev.meridian.spec.ResourceSpec;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.TaskVariables;
import dev.meridian.tenancy.TenantRef;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the order that an agent gets from the spec, the places and the package. Pure. */
final class OrderRenderer {
  private static final long MIB = 1024L * 1024;

  private final TenantRef tenant;
  private final World world;
  private final PackageVersion source;
  private final PeerEnvironment peers;

  OrderRenderer(TenantRef tenant, World world, PackageVersion source, PeerEnvironment peers) {
    this.tenant = tenant;
    this.world = world;
    this.source = source;
    this.peers = peers;
  }

  /**
   * @param volumes of the pod, with whether an order has named them before
   */
  RunPod render(Pod pod, Place place, List<StoredVolume> volumes) {
    PodSpec spec = world.podSpec(pod, pod.configuration());
    if (spec == null) {
      throw new IllegalStateException("The configuration has no pod type " + pod.type());
    }
    RunPod.Builder order =
        RunPod.newBuilder()
            .setPodId(pod.id().toString())
            .setIncarnation(pod.incarnation())
            .setTenantId(tenant.id().toString())
            .setTenantLabel(tenant.label())
            .setInstanceId(world.instance().id().toString())
            .setInstance(world.instance().name())
            .setPod(pod.name())
            .setPodType(pod.type())
            .setIndex(pod.index())
            .setConfiguration(pod.configuration())
            .putAllEnvironment(environment(pod, place))
            .addAllHosts(peers.hosts())
            .setHostsFile(spec.hostsFile())
            .setResources(resources(spec.footprint()))
            .setBackoff(
                Backoff.newBuilder()
                    .setInitial(duration(spec.backoff().initial()))
                    .setFactor(spec.backoff().factor().doubleValue())
                    .setMax(duration(spec.backoff().max())))
            .setJavaRange(
                spec.needs()
                    .getOrDefault("java", source.definition().needs().getOrDefault("java", "")));
    for (Pod.LaunchedTask launched : pod.launched()) {
      order.addTasks(task(pod, spec, place, launched));
    }
    spec.tasks()
        .forEach(
            (name, task) ->
                task.resources()
                    .ports()
                    .values()
                    .forEach(port -> order.addPorts(port(port, holder(task), place))));
    for (StoredVolume volume : volumes) {
      order.addVolumes(
          dev.meridian.protocol.v1.Volume.newBuilder()
              .setVolumeId(volume.id().toString())
              .setPath(volume.path())
              .setSizeBytes(volume.sizeBytes())
              .setCreate(!volume.ordered()));
    }
    for (LockedArtifact artifact : source.artifactsFor(pod.type())) {
      artifact
          .files()
          .forEach(
              file ->
                  order.addArtifacts(
                      Artifact.newBuilder()
                          .setDigest(file.digest())
                          .setSizeBytes(file.sizeBytes())
                          .setDestination(file.destination())
                          .setExecutable(artifact.executable())
                          .setUnpack(artifact.unpack())));
    }
    return order.build();
  }

  /** A volume's row, as far as an order needs it. */
  record StoredVolume(java.util.UUID id, String path, long sizeBytes, boolean ordered) {}

  private Map<String, String> environment(Pod pod, Place place) {
    Map<String, String> env = new LinkedHashMap<>(peers.environment());
    String instance = world.instance().name();
    env.put("MERIDIAN_INSTANCE", instance);
    env.put("MERIDIAN_INSTANCE_ID", world.instance().id().toString());
    env.put("MERIDIAN_TENANT", tenant.label());
    env.put("MERIDIAN_POD", pod.name());
    env.put("MERIDIAN_POD_TYPE", pod.type());
    env.put("MERIDIAN_NODE_ADDRESS", place.address());
    env.put("MERIDIAN_ADVERTISED_ADDRESS", place.advertisedAddress());
    env.put("MERIDIAN_POD_NAME_FQDN", peers.nameOf(pod.name()));
    env.put("FRAMEWORK_NAME", instance);
    env.put("FRAMEWORK_HOST", peers.domain());
    env.put("FRAMEWORK_VIP_HOST", peers.domain());
    env.put("POD_INSTANCE_INDEX", Integer.toString(pod.index()));
    env.put("REGION", place.region());
    env.put("ZONE", place.zone());
    return env;
  }

  private Task task(Pod pod, PodSpec pods, Place place, Pod.LaunchedTask launched) {
    TaskSpec spec = pods.tasks().get(launched.name());
    if (spec == null) {
      throw new IllegalStateException("Pod " + pod.name() + " has no task " + launched.name());
    }
    String fullName = pod.name() + "-" + spec.name();
    Task.Builder task =
        Task.newBuilder()
            .setName(spec.name())
            .setRun(launched.run())
            .setGoal(
                switch (spec.goal()) {
                  case RUNNING -> Goal.RUNNING;
                  case FINISH -> Goal.FINISH;
                  case ONCE -> Goal.ONCE;
                })
            .setEssential(spec.essential())
            .setCommand(spec.cmd())
            .putAllEnvironment(spec.env())
            .putAllEnvironment(TaskVariables.of(pods, spec))
            .putEnvironment("TASK_NAME", fullName)
            .putEnvironment(EnvironmentNames.of(fullName), "true")
            .setKillGrace(duration(spec.killGracePeriod()))
            .setResources(resources(spec.resources()));
    spec.resources()
        .ports()
        .values()
        .forEach(
            port ->
                task.putEnvironment(
                    port.environmentName(),
                    Integer.toString(port(port, holder(spec), place).getNumber())));
    spec.configs()
        .forEach(
            (name, config) ->
                task.addConfigs(
                    ConfigFile.newBuilder()
                        .setName(name)
                        .setDestination(config.dest())
                        .setTemplate(config.content())));
    spec.healthCheck()
        .ifPresent(
            check ->
                task.setHealthCheck(
                    Check.newBuilder()
                        .setCommand(check.cmd())
                        .setInterval(duration(check.interval()))
                        .setDelay(duration(check.delay()))
                        .setTimeout(duration(check.timeout()))
                        .setGracePeriod(duration(check.gracePeriod()))
                        .setMaxConsecutiveFailures(check.maxConsecutiveFailures())));
    spec.readinessCheck()
        .ifPresent(
            check ->
                task.setReadinessCheck(
                    Check.newBuilder()
                        .setCommand(check.cmd())
                        .setInterval(duration(check.interval()))
                        .setDelay(duration(check.delay()))
                        .setTimeout(duration(check.timeout()))));
    return task.build();
  }

  /** Ports of a resource set are reserved under the set's id, others under their task's name. */
  static String holder(TaskSpec task) {
    return task.resourceSet().orElse(task.name());
  }

  private static Port port(PortSpec port, String holder, Place place) {
    int number =
        place.ports().stream()
            .filter(p -> p.task().equals(holder) && p.name().equals(port.name()))
            .mapToInt(Place.Port::number)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "No port " + holder + "." + port.name() + " reserved"));
    return Port.newBuilder()
        .setName(port.name())
        .setEnvironmentKey(port.environmentName())
        .setNumber(number)
        .build();
  }

  static long millis(BigDecimal cpus) {
    return cpus.movePointRight(3).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static Resources resources(Footprint footprint) {
    return Resources.newBuilder()
        .setCpuMillis(millis(footprint.cpus()))
        .setMemoryBytes(footprint.memoryMb() * MIB)
        .setDiskBytes(footprint.diskMb() * MIB)
        .build();
  }

  private static Resources resources(ResourceSpec spec) {
    return Resources.newBuilder()
        .setCpuMillis(millis(spec.cpus()))
        .setMemoryBytes(spec.memoryMb() * MIB)
        .build();
  }

  private static Duration duration(java.time.Duration d) {
    return Duration.newBuilder().setSeconds(d.getSeconds()).setNanos(d.getNano()).build();
  }
}
