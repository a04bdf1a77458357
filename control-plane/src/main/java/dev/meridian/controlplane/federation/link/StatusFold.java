package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.ObservedPod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Folds a batch of reports into the rows that it leaves behind. Pure: rows and time are passed in.
 * The same reports again, in any repetition, change nothing more.
 */
final class StatusFold {

  /** What becomes of a report. */
  enum Verdict {
    STORED,
    /** Known already, or about something that is over: acknowledged, and that is all. */
    OLD,
    /** About a pod that was never this agent's. */
    FOREIGN
  }

  /** A pod has entered another phase. */
  record Transition(
      OwnedPod pod, ObservedRow.Phase phase, @Nullable Instant agentAt, long incarnation) {}

  /** Desired rows of removals that are done: tombstones and what they ended. */
  record Done(UUID agentId, UUID podId, long incarnation) {}

  /** A port that a stranger holds. */
  record TakenPort(UUID nodeId, int port) {}

  /** One incarnation on an agent. */
  record RowKey(UUID agentId, UUID podId, long incarnation) {}

  private final Map<OwnedPod.Key, OwnedPod> owned;
  private final Map<RowKey, ObservedRow> rows = new LinkedHashMap<>();
  private final Instant now;
  private final Set<RowKey> changed = new LinkedHashSet<>();
  private final List<Transition> transitions = new ArrayList<>();
  private final List<Done> done = new ArrayList<>();
  private final Set<TakenPort> takenPorts = new LinkedHashSet<>();
  private final Map<UUID, OwnedPod> touched = new LinkedHashMap<>();

  StatusFold(Collection<OwnedPod> owned, Collection<ObservedRow> rows, Instant now) {
    this.owned = owned.stream().collect(Collectors.toMap(OwnedPod::key, Function.identity()));
    for (ObservedRow row : rows) {
      this.rows.put(key(row), row);
    }
    this.now = now;
  }

  Verdict add(Report report) {
    return switch (report.content()) {
      case Report.Pod pod -> pod(report, pod);
      case Report.Removed removed -> removed(report, removed);
      case Report.Volume volume -> throw new IllegalArgumentException("Not about a pod");
      case Report.Refusal refusal -> throw new IllegalArgumentException("Not about a pod");
    };
  }

  private Verdict pod(Report report, Report.Pod pod) {
    OwnedPod mine = owned.get(new OwnedPod.Key(report.agentId(), pod.podId()));
    if (mine == null || pod.incarnation() < 1 || pod.incarnation() > mine.highestIncarnation()) {
      return Verdict.FOREIGN;
    }
    RowKey key = new RowKey(report.agentId(), pod.podId(), pod.incarnation());
    ObservedRow before = rows.get(key);
    if ((before != null && report.sequence() <= before.sequence())
        || isGone(report.agentId(), pod.podId(), pod.incarnation())) {
      return Verdict.OLD;
    }
    put(
        mine,
        before,
        new ObservedRow(
            report.agentId(),
            pod.podId(),
            pod.incarnation(),
            mine.tenantId(),
            mine.instanceId(),
            report.sequence(),
            report.bootId(),
            pod.state(),
            pod.reason(),
            pod.tasks(),
            pod.takenPorts(),
            pod.revision(),
            at(report),
            now,
            false),
        report.at());
    if (mine.nodeId() != null) {
      pod.takenPorts().forEach(port -> takenPorts.add(new TakenPort(mine.nodeId(), port)));
    }
    return Verdict.STORED;
  }

  // A confirmed removal speaks for every lower incarnation too.
  private boolean isGone(UUID agentId, UUID podId, long incarnation) {
    return rows.values().stream()
        .anyMatch(
            row ->
                row.removed()
                    && row.incarnation() >= incarnation
                    && row.podId().equals(podId)
                    && row.agentId().equals(agentId));
  }

  private Verdict removed(Report report, Report.Removed removed) {
    OwnedPod mine = owned.get(new OwnedPod.Key(report.agentId(), removed.podId()));
    if (mine == null
        || removed.incarnation() < 1
        || removed.incarnation() > mine.highestIncarnation()) {
      return Verdict.FOREIGN;
    }
    RowKey key = new RowKey(report.agentId(), removed.podId(), removed.incarnation());
    ObservedRow known = rows.get(key);
    if (removed.incarnation() > mine.tombstone()) {
      return Verdict.OLD;
    }
    List<ObservedRow> ended =
        rows.values().stream()
            .filter(r -> r.agentId().equals(report.agentId()) && r.podId().equals(mine.podId()))
            .filter(r -> r.incarnation() <= removed.incarnation() && !r.removed())
            .sorted(Comparator.comparingLong(ObservedRow::incarnation))
            .toList();
    for (ObservedRow row : ended) {
      put(mine, row, row.gone(report, at(report), now), report.at());
    }
    if (known == null) {
      put(mine, null, never(report, removed, mine), report.at());
    }
    done.add(new Done(report.agentId(), removed.podId(), removed.incarnation()));
    return Verdict.STORED;
  }

  /** Records that the agent cannot obey the order of this incarnation. */
  void refuse(Report report, long incarnation, UUID podId, Report.Refusal refusal) {
    OwnedPod mine = owned.get(new OwnedPod.Key(report.agentId(), podId));
    RowKey key = new RowKey(report.agentId(), podId, incarnation);
    ObservedRow before = rows.get(key);
    if (mine == null || (before != null && before.removed())) {
      return;
    }
    put(
        mine,
        before,
        new ObservedRow(
            report.agentId(),
            podId,
            incarnation,
            mine.tenantId(),
            mine.instanceId(),
            before == null ? 0 : before.sequence(),
            before == null ? "" : before.bootId(),
            ObservedPod.State.REFUSED,
            refusal.reason(),
            before == null ? List.of() : before.tasks(),
            List.of(),
            refusal.revision(),
            now,
            now,
            false),
        null);
  }

  private ObservedRow never(Report report, Report.Removed removed, OwnedPod mine) {
    return new ObservedRow(
        report.agentId(),
        mine.podId(),
        removed.incarnation(),
        mine.tenantId(),
        mine.instanceId(),
        report.sequence(),
        report.bootId(),
        ObservedPod.State.REMOVED,
        "",
        List.of(),
        List.of(),
        0,
        at(report),
        now,
        true);
  }

  private void put(
      OwnedPod pod, @Nullable ObservedRow before, ObservedRow after, @Nullable Instant agentAt) {
    rows.put(key(after), after);
    changed.add(key(after));
    touched.put(pod.instanceId(), pod);
    if (before == null || before.phase() != after.phase()) {
      transitions.add(new Transition(pod, after.phase(), agentAt, after.incarnation()));
    }
  }

  private Instant at(Report report) {
    return report.at() == null ? now : report.at();
  }

  private static RowKey key(ObservedRow row) {
    return new RowKey(row.agentId(), row.podId(), row.incarnation());
  }

  List<ObservedRow> rows() {
    return changed.stream().map(rows::get).toList();
  }

  List<Transition> transitions() {
    return List.copyOf(transitions);
  }

  List<Done> done() {
    return List.copyOf(done);
  }

  Set<TakenPort> takenPorts() {
    return Set.copyOf(takenPorts);
  }

  /** One pod of each instance about which there is news. */
  Collection<OwnedPod> touchedInstances() {
    return List.copyOf(touched.values());
  }
}
