package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores a batch of reports of many agents in one transaction. */
@Component
class StatusStore {

  /** What became of one report of the batch. */
  enum Outcome {
    ACKNOWLEDGE,
    /** Of a stream that another one has replaced. */
    DROP,
    FOREIGN
  }

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final ObservedRows observed;
  private final VolumeReports volumes;
  private final WorkQueue work;
  private final Events events;
  private final InstantSource clock;

  StatusStore(
      Scopes scopes,
      JdbcClient jdbc,
      ObservedRows observed,
      VolumeReports volumes,
      WorkQueue work,
      Events events,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.observed = observed;
    this.volumes = volumes;
    this.work = work;
    this.events = events;
    this.clock = clock;
  }

  /** The outcome of each report, in the order of the batch, all committed. */
  List<Outcome> store(List<Report> batch) {
    return scopes.asSystem(SystemJob.FEDERATION, () -> inTransaction(batch));
  }

  private List<Outcome> inTransaction(List<Report> batch) {
    Map<UUID, Long> sessions = sessions(batch);
    Map<Report, Refused> refusals = refusals(batch);
    Set<OwnedPod.Key> pods =
        batch.stream()
            .map(report -> podOf(report, refusals))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    List<OwnedPod> owned = observed.owned(pods);
    Instant now = clock.instant();
    StatusFold fold = new StatusFold(owned, observed.of(pods), now);
    List<Outcome> outcomes = new ArrayList<>(batch.size());
    for (Report report : batch) {
      if (!Objects.equals(sessions.get(report.agentId()), report.session())) {
        outcomes.add(Outcome.DROP);
        continue;
      }
      outcomes.add(
          switch (report.content()) {
            case Report.Pod pod -> outcome(fold.add(report));
            case Report.Removed removed -> outcome(fold.add(report));
            case Report.Volume volume -> volumes.store(report, volume);
            case Report.Refusal refusal -> {
              Refused refused = refusals.get(report);
              if (refused != null) {
                fold.refuse(report, refused.incarnation(), refused.podId(), refusal);
              }
              yield Outcome.ACKNOWLEDGE;
            }
          });
    }
    write(fold, now);
    return outcomes;
  }

  private void write(StatusFold fold, Instant now) {
    observed.write(fold, now);
    for (OwnedPod pod : fold.touchedInstances()) {
      work.enqueue(Lane.STATUS, "instance", pod.tenantId(), pod.instanceId());
      events.publish(
          pod.tenantId(),
          "instance",
          pod.instanceName(),
          Map.of("instance", pod.instanceName(), "pod", pod.podName()));
    }
  }

  private static Outcome outcome(StatusFold.Verdict verdict) {
    return switch (verdict) {
      case STORED, OLD -> Outcome.ACKNOWLEDGE;
      case FOREIGN -> Outcome.FOREIGN;
    };
  }

  private Map<UUID, Long> sessions(List<Report> batch) {
    Map<UUID, Long> found = new HashMap<>();
    jdbc.sql("select id, session from agent where id = any(cast(? as uuid[]))")
        .param(
            batch.stream()
                .map(report -> report.agentId().toString())
                .distinct()
                .toArray(String[]::new))
        .query((row, n) -> found.put(row.getObject(1, UUID.class), row.getLong(2)))
        .list();
    return found;
  }

  private record Refused(UUID podId, long incarnation) {}

  private Map<Report, Refused> refusals(List<Report> batch) {
    Map<Report, Refused> found = new HashMap<>();
    for (Report report : batch) {
      if (report.content() instanceof Report.Refusal refusal) {
        jdbc.sql("select pod_id, incarnation from desired_pod where agent_id = ? and revision = ?")
            .params(report.agentId(), refusal.revision())
            .query((row, n) -> new Refused(row.getObject(1, UUID.class), row.getLong(2)))
            .optional()
            .ifPresent(refused -> found.put(report, refused));
      }
    }
    return found;
  }

  private static OwnedPod.@Nullable Key podOf(Report report, Map<Report, Refused> refusals) {
    Refused refused = refusals.get(report);
    UUID pod = refused == null ? report.podId() : refused.podId();
    return pod == null ? null : new OwnedPod.Key(report.agentId(), pod);
  }
}
