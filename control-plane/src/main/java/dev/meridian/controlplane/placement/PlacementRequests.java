package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How the reconciler of an instance asks for places and gives them back. Both are rows that the one
 * placement writer takes; when it has decided or released, it enqueues work of kind {@code
 * instance} for the instance. All but {@link #dryRun} is called inside of the tenant's scope, by
 * the one writer of the instance.
 */
@Component
public class PlacementRequests {
  /** Wakes the placement writer. */
  static final String CHANNEL = "placement";

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Wakeups wakeups;
  private final InstantSource clock;
  private final PlacementStore store;
  private final Quotas quotas;

  PlacementRequests(
      JdbcClient jdbc,
      Scopes scopes,
      Wakeups wakeups,
      InstantSource clock,
      PlacementStore store,
      Quotas quotas) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.wakeups = wakeups;
    this.clock = clock;
    this.store = store;
    this.quotas = quotas;
  }

  /**
   * Asks for the whole footprint of the instance, in place of what it asked before. Its pods must
   * be rows already. While an earlier ask is still open the new one keeps its turn.
   */
  public void ask(UUID tenant, UUID instance, PlacementAsk ask) {
    jdbc.sql(
            """
            insert into placement_request as r
              (tenant_id, instance_id, number, wanted, policy, asked_at, state)
            values
              (:tenant, :instance, 1, cast(:wanted as jsonb), cast(:policy as jsonb), :at, 'OPEN')
            on conflict (tenant_id, instance_id) do update
            set number = r.number + 1, wanted = excluded.wanted, policy = excluded.policy,
                asked_at = case when r.state = 'OPEN' then r.asked_at else excluded.asked_at end,
                state = 'OPEN', decided_at = null, decision = null
            """)
        .param("tenant", tenant)
        .param("instance", instance)
        .param("wanted", store.json().wanted(ask))
        .param("policy", store.json().policy(ask))
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    wakeups.notifyAfterCommit(CHANNEL);
  }

  /**
   * Lets an ask that is not decided yet wait for capacity.
   *
   * @return false when it was refused or placed before
   */
  public boolean allowWaiting(UUID tenant, UUID instance) {
    jdbc.sql(
            """
            update placement_request
            set policy = policy || '{"allowWaiting": true}'
            where tenant_id = ? and instance_id = ? and state = 'OPEN'
            """)
        .params(tenant, instance)
        .update();
    return jdbc.sql(
            """
            select not exists (select from placement_request
              where tenant_id = ? and instance_id = ? and state <> 'OPEN')
            """)
        .params(tenant, instance)
        .query(Boolean.class)
        .single();
  }

  /**
   * Has the asks of a tenant and of all below it that wait decided again, because what they demand
   * of nodes may have changed; also those that are being decided now, by what was demanded before.
   * Called in a system scope, as part of the change.
   */
  public void lookAgain(UUID tenant) {
    jdbc.sql(
            """
            update placement_request set decided_at = null
            where state = 'OPEN' and tenant_id in
              (select descendant_id from tenant_closure where ancestor_id = ?)
            """)
        .param(tenant)
        .update();
    wakeups.notifyAfterCommit(CHANNEL);
  }

  /**
   * Gives back what the pods hold, and takes them out of an ask that is still open. Pods that hold
   * nothing may be named. To place a pod anew, release it first and ask then, in one transaction.
   */
  public void release(UUID tenant, UUID instance, Set<UUID> podIds) {
    if (podIds.isEmpty()) {
      return;
    }
    // The request first: the writer locks it too, so that it decides either before or after us.
    jdbc.sql(
            """
            update placement_request r
            set number = number + 1, decided_at = null, decision = null,
                wanted = coalesce((select jsonb_agg(pod order by position)
                   from jsonb_array_elements(r.wanted) with ordinality as w(pod, position)
                   where (pod ->> 'podId')::uuid not in (:pods)), '[]')
            where tenant_id = :tenant and instance_id = :instance and state = 'OPEN'
            """)
        .param("tenant", tenant)
        .param("instance", instance)
        .param("pods", podIds)
        .update();
    jdbc.sql(
            """
            update placement_request set state = 'WITHDRAWN'
            where tenant_id = :tenant and instance_id = :instance and state = 'OPEN'
              and wanted = '[]'
            """)
        .param("tenant", tenant)
        .param("instance", instance)
        .update();
    for (UUID pod : new TreeSet<>(podIds)) {
      jdbc.sql(
              """
              insert into placement_release (tenant_id, pod_id, instance_id, asked_at)
              values (:tenant, :pod, :instance, :at) on conflict do nothing
              """)
          .param("tenant", tenant)
          .param("pod", pod)
          .param("instance", instance)
          .param("at", clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    }
    wakeups.notifyAfterCommit(CHANNEL);
  }

  /**
   * The answer to the latest ask; empty while there is none. A refusal of an ask that waits is the
   * latest attempt's and gives way to a place as soon as there is one.
   */
  public Optional<Decision> decision(UUID tenant, UUID instance) {
    return jdbc.sql(
            """
            select decision from placement_request
            where tenant_id = :tenant and instance_id = :instance and decision is not null
            """)
        .param("tenant", tenant)
        .param("instance", instance)
        .query(String.class)
        .optional()
        .map(store.json()::decision);
  }

  /**
   * What the writer would answer now, from the same code and within the limits of regions; reserves
   * nothing. May be called inside or outside of a scope and reads in a transaction of its own.
   */
  public Explanation dryRun(UUID tenant, PlacementAsk ask) {
    return scopes.asSystemApart(SystemJob.PLACEMENT, () -> decideNow(tenant, ask)).explanation();
  }

  private Decision decideNow(UUID tenant, PlacementAsk ask) {
    Topology topology = store.loader().load();
    UUID instance =
        ask.pods().stream()
            .flatMap(pod -> topology.held(pod.podId()).stream())
            .map(HeldPod::instance)
            .findFirst()
            .orElseGet(Ids::next);
    Instant now = clock.instant();
    PlacementAsk demanding = ask.demanding(store.demands(Set.of(tenant)).get(tenant));
    return RegionQuota.asSeen(quotas, topology, tenant)
        .within(
            tenant,
            demanding,
            now,
            allowed -> PlacementEngine.decide(topology, instance, allowed, now));
  }
}
