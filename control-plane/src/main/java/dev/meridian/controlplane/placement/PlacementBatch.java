package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.IsolationDemand;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes releases and asks, decides in memory and commits all of it in one transaction. After any
 * exception the model in memory may be ahead of the database: throw this object away and load anew.
 */
final class PlacementBatch {
  private static final Logger log = LoggerFactory.getLogger(PlacementBatch.class);
  private static final int REQUESTS = 100;
  private static final int RELEASES = 1_000;

  private final Scopes scopes;
  private final PlacementStore store;
  private final ReservationRows rows;
  private final PlacementNews news;
  private final Quotas quotas;
  private final InstantSource clock;
  private final Lease lease;
  private final Topology topology;
  private final Set<UUID> again = new LinkedHashSet<>();
  private String fingerprint;

  private PlacementBatch(Parts parts, Lease lease, Topology topology, String fingerprint) {
    this.scopes = parts.scopes();
    this.store = parts.store();
    this.rows = parts.rows();
    this.news = parts.news();
    this.quotas = parts.quotas();
    this.clock = parts.clock();
    this.lease = lease;
    this.topology = topology;
    this.fingerprint = fingerprint;
  }

  /** What a batch works with. */
  record Parts(
      Scopes scopes,
      PlacementStore store,
      ReservationRows rows,
      PlacementNews news,
      Quotas quotas,
      InstantSource clock) {}

  /** Loads the model under the lease. */
  static PlacementBatch load(Parts parts, Lease lease) {
    return parts
        .scopes()
        .asSystem(
            SystemJob.PLACEMENT,
            () -> {
              parts.store().fence(lease);
              // Before the nodes: what changes between the two is then read once more.
              String fingerprint = parts.store().loader().nodesFingerprint();
              Topology topology = parts.store().loader().load();
              PlacementBatch batch = new PlacementBatch(parts, lease, topology, fingerprint);
              batch.again.addAll(parts.store().waiting());
              return batch;
            });
  }

  Topology topology() {
    return topology;
  }

  /** Works once; true when there may be more to do at once. */
  boolean run() {
    return scopes.asSystem(
        SystemJob.PLACEMENT,
        () -> {
          store.fence(lease);
          refreshNodes();
          // Requests before releases: see PlacementRequests.release.
          List<OpenRequest> requests = store.open(again, REQUESTS);
          List<PlacementStore.Release> releases = store.takeReleases(RELEASES);
          if (requests.isEmpty() && releases.isEmpty()) {
            return !again.isEmpty();
          }
          RegionQuota regions = RegionQuota.lock(quotas, topology, requests, releases);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          List<HeldChange> changes = new ArrayList<>();
          releases.forEach(release -> release(release, regions, changes));
          Map<UUID, IsolationDemand> demands =
              store.demands(requests.stream().map(OpenRequest::tenant).toList());
          requests.forEach(
              request -> decide(request, demands.get(request.tenant()), regions, changes, now));
          rows.write(changes, now);
          regions.write();
          if (changes.stream().anyMatch(change -> change.before() != null)) {
            again.addAll(store.waiting());
            requests.forEach(request -> again.remove(request.instance()));
          }
          return !again.isEmpty() || requests.size() == REQUESTS || releases.size() == RELEASES;
        });
  }

  private void refreshNodes() {
    String newer = store.loader().nodesFingerprint();
    if (!newer.equals(fingerprint)) {
      store.loader().refreshNodes(topology);
      fingerprint = newer;
      again.addAll(store.waiting());
    }
  }

  private void release(
      PlacementStore.Release release, RegionQuota regions, List<HeldChange> changes) {
    topology
        .release(release.podId())
        .ifPresent(
            before -> {
              regions.released(before);
              changes.add(new HeldChange(before, null));
            });
    news.released(release.tenant(), release.instance());
  }

  private void decide(
      OpenRequest request,
      @Nullable IsolationDemand demand,
      RegionQuota regions,
      List<HeldChange> changes,
      Instant now) {
    again.remove(request.instance());
    PlacementAsk ask;
    try {
      ask = store.json().ask(request.wanted(), request.policy()).demanding(demand);
    } catch (RuntimeException e) {
      setAside(request, e, now);
      return;
    }
    Decision decision =
        regions.within(request.tenant(), ask, now, allowed -> decide(request, allowed, now));
    if (decision instanceof Decision.Placed placed) {
      changes.addAll(topology.apply(request.tenant(), request.instance(), ask, placed, now));
    }
    store.decided(request, decision, ask.allowWaiting(), now);
    news.decided(request, decision);
  }

  /**
   * What cannot be read today cannot be read tomorrow: it is refused for good, the rest goes on.
   */
  private void setAside(OpenRequest request, RuntimeException reason, Instant now) {
    log.error(
        "The stored placement request of instance {} of tenant {} cannot be read; it is refused",
        request.instanceName(),
        request.tenant(),
        reason);
    Decision decision =
        refused(
            "the stored placement request cannot be read by this version of the control plane;"
                + " uninstall the instance and install it again",
            now);
    store.decided(request, decision, false, now);
    news.decided(request, decision);
  }

  /** A defect that one ask brings to light must not stop the placement of all others. */
  private Decision decide(OpenRequest request, PlacementAsk ask, Instant now) {
    Set<UUID> unknown = store.unknownPods(request, ask);
    if (!unknown.isEmpty()) {
      return refused("Asked for pods that the instance does not have: " + unknown, now);
    }
    try {
      return PlacementEngine.decide(topology, request.instance(), ask, now);
    } catch (RuntimeException e) {
      log.error(
          "Deciding about instance {} of tenant {} failed; it is refused",
          request.instanceName(),
          request.tenant(),
          e);
      return refused("Placement failed on our side; the control plane's log says why", now);
    }
  }

  private static Decision refused(String summary, Instant now) {
    return new Decision.Refused(new Explanation(false, now, summary, List.of()));
  }
}
