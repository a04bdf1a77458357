package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.ERROR;

import dev.meridian.agent.pod.PodReports;
import dev.meridian.agent.state.AgentDisk;
import dev.meridian.agent.state.Timestamps;
import dev.meridian.protocol.v1.AgentMessage;
import dev.meridian.protocol.v1.PodRemoved;
import dev.meridian.protocol.v1.PodStatus;
import dev.meridian.protocol.v1.VolumeState;
import dev.meridian.protocol.v1.VolumeStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * News that the control plane has not acknowledged: the latest of each pod, removal and volume. It
 * is sent when it comes and once more to each new session. Not on disk: after a restart the agent
 * tells what it finds.
 */
public final class Outbox implements PodReports {
  private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

  private record Pending(long sequence, AgentMessage message) {}

  private final AgentDisk disk;
  private final String bootId;
  private final Map<String, Pending> pending = new HashMap<>();
  private final Map<String, String> toldOfVolumes = new HashMap<>();
  private @Nullable Consumer<AgentMessage> session;
  private BiConsumer<String, Long> onRemovalAcknowledged = (podId, incarnation) -> {};

  public Outbox(AgentDisk disk, String bootId) {
    this.disk = disk;
    this.bootId = bootId;
  }

  /** Called with pod id and incarnation when a removal was acknowledged. */
  public synchronized void onRemovalAcknowledged(BiConsumer<String, Long> hearer) {
    onRemovalAcknowledged = hearer;
  }

  @Override
  public synchronized void podStatus(PodStatus status) {
    long sequence = sequence();
    // Statuses of two incarnations are two pieces of news.
    post(
        "pod " + status.getPodId() + " " + status.getIncarnation(),
        sequence,
        AgentMessage.newBuilder()
            .setPodStatus(
                status.toBuilder()
                    .setBootId(bootId)
                    .setSequence(sequence)
                    .setAt(Timestamps.of(Instant.now())))
            .build());
  }

  @Override
  public synchronized void podRemoved(String podId, long incarnation) {
    // What was said about these incarnations is overtaken.
    pending
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().message().hasPodStatus()
                    && entry.getValue().message().getPodStatus().getPodId().equals(podId)
                    && entry.getValue().message().getPodStatus().getIncarnation() <= incarnation);
    long sequence = sequence();
    post(
        "removed " + podId,
        sequence,
        AgentMessage.newBuilder()
            .setPodRemoved(
                PodRemoved.newBuilder()
                    .setBootId(bootId)
                    .setSequence(sequence)
                    .setAt(Timestamps.of(Instant.now()))
                    .setPodId(podId)
                    .setIncarnation(incarnation))
            .build());
  }

  @Override
  public synchronized void volumeStatus(String volumeId, VolumeState state, String reason) {
    String news = state + " " + reason;
    if (news.equals(toldOfVolumes.put(volumeId, news))) {
      return;
    }
    long sequence = sequence();
    post(
        "volume " + volumeId,
        sequence,
        AgentMessage.newBuilder()
            .setVolumeStatus(
                VolumeStatus.newBuilder()
                    .setBootId(bootId)
                    .setSequence(sequence)
                    .setAt(Timestamps.of(Instant.now()))
                    .setVolumeId(volumeId)
                    .setState(state)
                    .setReason(reason))
            .build());
  }

  private void post(String key, long sequence, AgentMessage message) {
    pending.put(key, new Pending(sequence, message));
    Consumer<AgentMessage> open = session;
    if (open != null) {
      open.accept(message);
    }
  }

  /** A session begins: it gets everything that is not acknowledged, oldest first, and then news. */
  synchronized void attach(Consumer<AgentMessage> newSession) {
    session = newSession;
    List<Pending> all =
        pending.values().stream().sorted(Comparator.comparingLong(Pending::sequence)).toList();
    all.forEach(one -> newSession.accept(one.message()));
  }

  synchronized void detach(Consumer<AgentMessage> endedSession) {
    if (session == endedSession) {
      session = null;
    }
  }

  synchronized void acknowledged(long sequence) {
    for (Pending one : List.copyOf(pending.values())) {
      if (one.sequence() == sequence && one.message().hasPodRemoved()) {
        PodRemoved removed = one.message().getPodRemoved();
        onRemovalAcknowledged.accept(removed.getPodId(), removed.getIncarnation());
      }
    }
    pending.values().removeIf(one -> one.sequence() == sequence);
  }

  /** Volumes are told again too, though nothing about them changed. */
  synchronized void forgetWhatWasTold() {
    toldOfVolumes.clear();
  }

  private long sequence() {
    try {
      return disk.nextSequence();
    } catch (IOException full) {
      // The number of the reserve on disk is not known to be safe, but silence would be worse: the
      // full disk is what has to be told. A crash now may use numbers twice; the control plane then
      // drops the older news.
      LOG.log(ERROR, "cannot reserve sequence numbers on the agent's disk", full);
      return disk.sequenceWithoutReserve();
    }
  }
}
