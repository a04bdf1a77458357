package dev.meridian.agent.pod;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.disk.Folders;
import dev.meridian.agent.record.PodRecord;
import dev.meridian.agent.record.VolumeRecord;
import dev.meridian.agent.runtime.FoundRun;
import dev.meridian.agent.state.PodOrders;
import dev.meridian.agent.state.RunEnd;
import dev.meridian.protocol.v1.Artifact;
import dev.meridian.protocol.v1.DestroyVolume;
import dev.meridian.protocol.v1.Inventory;
import dev.meridian.protocol.v1.InventoryPod;
import dev.meridian.protocol.v1.InventoryVolume;
import dev.meridian.protocol.v1.PodState;
import dev.meridian.protocol.v1.RemovePod;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.VolumeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** All pods and volumes of this node. */
public final class PodFleet implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PodFleet.class.getName());
  private static final Duration LOGS_STAY = Duration.ofDays(7);
  private static final Duration TOMBSTONES_STAY = Duration.ofDays(30);

  private final NodeContext node;
  private final Sandboxes sandboxes;
  private final Map<String, PodActor> pods = new ConcurrentHashMap<>();
  private final ScheduledExecutorService chores =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("chores").factory());
  private volatile boolean onHold;

  private PodFleet(NodeContext node) throws IOException {
    this.node = node;
    this.sandboxes = new Sandboxes(node.data().resolve("sandboxes"));
    this.onHold = !node.disk().agent().getHoldReason().isEmpty();
  }

  /** Takes over what is on disk and what runs, needing nobody else. */
  public static PodFleet start(NodeContext node) throws IOException {
    PodFleet fleet = new PodFleet(node);
    Map<String, List<FoundRun>> runs =
        node.runtime().adopt(fleet::ended).stream().collect(Collectors.groupingBy(FoundRun::podId));
    for (PodRecord record : node.disk().pods()) {
      if (fleet.isForgettable(record, runs)) {
        node.disk().forget(record.getPodId());
      } else {
        fleet.pods.put(
            record.getPodId(), new PodActor(record, node, fleet.sandboxes, fleet.onHold));
      }
    }
    // Processes whose record is gone are shown in the inventory and left alone.
    for (String podId : runs.keySet()) {
      fleet.pods.computeIfAbsent(
          podId, id -> new PodActor(PodOrders.unknown(id), node, fleet.sandboxes, fleet.onHold));
    }
    for (PodActor pod : fleet.pods.values()) {
      pod.adopt(runs.getOrDefault(pod.record().getPodId(), List.of()));
      pod.mailbox().open();
    }
    var unusedDestroying =
        fleet.chores.scheduleWithFixedDelay(fleet::destroyVolumes, 0, 2, TimeUnit.SECONDS);
    var unusedRotating =
        fleet.chores.scheduleWithFixedDelay(fleet::rotateLogs, 5, 5, TimeUnit.SECONDS);
    var unusedRemoving =
        fleet.chores.scheduleWithFixedDelay(fleet::removeOldLogs, 1, 60, TimeUnit.MINUTES);
    return fleet;
  }

  private boolean isForgettable(PodRecord record, Map<String, List<FoundRun>> runs) {
    return !record.hasOrder()
        && record.getRemovalAcknowledged()
        && !runs.containsKey(record.getPodId())
        && record.getRemovedAtMillis() < System.currentTimeMillis() - TOMBSTONES_STAY.toMillis();
  }

  private void ended(String podId, String runId, RunEnd end) {
    PodActor pod = pods.get(podId);
    if (pod != null) {
      pod.mailbox().send(() -> pod.ended(runId, end));
    }
  }

  private PodActor pod(String podId) {
    return pods.computeIfAbsent(
        podId,
        id -> {
          PodActor pod = new PodActor(PodOrders.unknown(id), node, sandboxes, onHold);
          pod.mailbox().open();
          return pod;
        });
  }

  /** When it returns, the order survives any crash. */
  public void run(RunPod order, long revision) throws IOException, InterruptedException {
    PodActor pod = pod(order.getPodId());
    pod.mailbox().call(() -> pod.run(order, revision));
  }

  /** When it returns, the tombstone survives any crash. */
  public void remove(RemovePod order) throws IOException, InterruptedException {
    PodActor pod = pod(order.getPodId());
    pod.mailbox().call(() -> pod.remove(order));
  }

  /** When it returns, the order survives any crash; it is carried out when no process is left. */
  public void destroy(DestroyVolume order) throws IOException {
    node.volumes().orderDestruction(order);
    chores.execute(this::destroyVolumes);
  }

  /** The control plane stored that every process of this incarnation is gone. */
  public void removalAcknowledged(String podId, long incarnation) {
    PodActor pod = pods.get(podId);
    if (pod != null) {
      pod.mailbox().send(() -> pod.removalAcknowledged(incarnation));
    }
  }

  /** On hold nothing is stopped or destroyed; what runs goes on and is restarted when it fails. */
  public void hold(boolean hold) {
    onHold = hold;
    pods.values().forEach(pod -> pod.mailbox().send(() -> pod.hold(hold)));
  }

  /** A failure of the node in words for people. */
  public String explain(IOException failed) {
    return node.space().explain(failed);
  }

  /** Reports every pod as it is, also what was acknowledged once. */
  public void tellEverything() {
    pods.values().forEach(pod -> pod.mailbox().send(pod::tellAgain));
  }

  /** The lowest revision that must be sent again because a boot took its secrets. */
  public OptionalLong revisionWithLostSecrets() throws IOException {
    OptionalLong lowest = OptionalLong.empty();
    for (PodActor pod : pods.values()) {
      PodRecord record = pod.record();
      if (record.hasOrder()
          && record.getHasSecrets()
          && node.secrets().complete(record.getOrder()).isEmpty()) {
        long revision = record.getRevision();
        lowest =
            OptionalLong.of(lowest.isPresent() ? Math.min(lowest.getAsLong(), revision) : revision);
      }
    }
    return lowest;
  }

  /** Digests of artifacts that pods of this node name. */
  public Set<String> artifactsInUse() {
    Set<String> digests = new HashSet<>();
    for (PodActor pod : pods.values()) {
      pod.record().getOrder().getArtifactsList().stream()
          .map(Artifact::getDigest)
          .forEach(digests::add);
    }
    return digests;
  }

  /** What this node has, for an administrator to decide about. */
  public Inventory inventory() throws IOException {
    Inventory.Builder inventory =
        Inventory.newBuilder()
            .setHistoryEpoch(node.disk().agent().getHistoryEpoch())
            .setLastRevision(node.disk().agent().getLastRevision());
    for (PodActor pod : pods.values()) {
      PodRecord record = pod.record();
      if (record.hasOrder()) {
        inventory.addPods(
            InventoryPod.newBuilder()
                .setPodId(record.getPodId())
                .setIncarnation(record.getOrder().getIncarnation())
                .setTenantId(record.getOrder().getTenantId())
                .setInstance(record.getOrder().getInstance())
                .setPod(record.getOrder().getPod())
                .setState(PodState.POD_RUNNING));
      }
    }
    for (VolumeRecord volume : node.volumes().existing()) {
      Path data = node.volumes().data(volume.getVolumeId());
      inventory.addVolumes(
          InventoryVolume.newBuilder()
              .setVolumeId(volume.getVolumeId())
              .setTenantId(volume.getTenantId())
              .setPod(volume.getPod())
              .setUsedBytes(Files.isDirectory(data) ? Folders.size(data) : 0));
    }
    return inventory.build();
  }

  private void destroyVolumes() {
    try {
      if (onHold) {
        return;
      }
      for (VolumeRecord volume : node.volumes().toDestroy()) {
        String id = volume.getVolumeId();
        if (isInUse(id)) {
          continue;
        }
        Optional<String> obstacle = node.volumes().destroy(volume);
        node.reports()
            .volumeStatus(
                id,
                obstacle.isPresent() ? VolumeState.VOLUME_MISSING : VolumeState.VOLUME_DESTROYED,
                obstacle.orElse(volume.getDestroyReason()));
      }
    } catch (IOException | RuntimeException failed) {
      LOG.log(WARNING, "cannot destroy a volume as ordered; it is tried again", failed);
    }
  }

  /** An order names it, or a process lives in a sandbox that leads to it. */
  private boolean isInUse(String volumeId) throws IOException {
    Set<String> users = sandboxes.podsWith(volumeId);
    return pods.values().stream()
        .anyMatch(
            pod -> pod.names(volumeId) || (pod.lives() && users.contains(pod.record().getPodId())));
  }

  private void rotateLogs() {
    try {
      node.logs().rotate();
    } catch (IOException | RuntimeException failed) {
      LOG.log(WARNING, "cannot rotate logs; it is tried again", failed);
    }
  }

  private void removeOldLogs() {
    try {
      Set<String> current =
          pods.values().stream()
              .map(PodActor::record)
              .filter(PodRecord::hasOrder)
              .map(PodRecord::getPodId)
              .collect(Collectors.toSet());
      node.logs().removeOlderThan(LOGS_STAY, current);
    } catch (IOException | RuntimeException failed) {
      LOG.log(WARNING, "cannot remove old logs; it is tried again", failed);
    }
  }

  /** Lets go of everything and ends nothing. */
  @Override
  public void close() {
    chores.shutdown();
    try {
      boolean unusedEnded = chores.awaitTermination(3, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    pods.values().forEach(PodActor::close);
  }
}
