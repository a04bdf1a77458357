package dev.meridian.controlplane.placement;

import dev.meridian.controlplane.platform.Lease;
import dev.meridian.tenancy.IsolationDemand;
import dev.meridian.tenancy.IsolationDemands;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Requests and releases as the placement writer reads and answers them, all inside of its
 * transaction.
 */
@Component
class PlacementStore {
  private final JdbcClient jdbc;
  private final PlacementJson json;
  private final TopologyLoader loader;
  private final IsolationDemands demands;

  PlacementStore(
      JdbcClient jdbc, PlacementJson json, TopologyLoader loader, IsolationDemands demands) {
    this.jdbc = jdbc;
    this.json = json;
    this.loader = loader;
    this.demands = demands;
  }

  PlacementJson json() {
    return json;
  }

  TopologyLoader loader() {
    return loader;
  }

  /**
   * Fails unless the lease is ours, and keeps others from taking it until this transaction ends. A
   * writer that hangs in its transaction is ended by the server, so that a successor does not wait.
   */
  void fence(Lease lease) {
    jdbc.sql(
            """
            select set_config('idle_in_transaction_session_timeout', '5s', true),
                   set_config('statement_timeout', '20s', true)
            """)
        .query((row, number) -> true)
        .single();
    boolean ours =
        jdbc.sql("select true from lease where name = :name and fence = :fence for share")
            .param("name", lease.name())
            .param("fence", lease.fence())
            .query(Boolean.class)
            .optional()
            .isPresent();
    if (!ours) {
      throw new LeaseLostException(lease.fence());
    }
  }

  /** New asks and those of {@code again}, the longest waiting first, locked. */
  List<OpenRequest> open(Collection<UUID> again, int limit) {
    Collection<UUID> instances = again.isEmpty() ? List.of(new UUID(0, 0)) : again;
    return jdbc.sql(
            """
            select r.tenant_id, r.instance_id, i.name, r.wanted, r.policy, r.decided_at,
                   coalesce(r.decision #>> '{explanation,summary}', '') as summary
            from placement_request r
            join instance i on i.tenant_id = r.tenant_id and i.id = r.instance_id
            where r.state = 'OPEN' and (r.decided_at is null or r.instance_id in (:again))
            order by r.asked_at, r.instance_id
            limit :limit
            for update of r skip locked
            """)
        .param("again", instances)
        .param("limit", limit)
        .query(
            (row, number) ->
                new OpenRequest(
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("instance_id", UUID.class),
                    row.getString("name"),
                    row.getString("wanted"),
                    row.getString("policy"),
                    row.getObject("decided_at") != null,
                    row.getString("summary")))
        .list();
  }

  /** What the tenants demand of nodes now; those that demand nothing are left out. */
  Map<UUID, IsolationDemand> demands(Collection<UUID> tenants) {
    return demands.of(Set.copyOf(tenants));
  }

  /** Instances whose ask was refused and waits, the longest waiting first. */
  List<UUID> waiting() {
    return jdbc.sql(
            """
            select instance_id from placement_request
            where state = 'OPEN' and decided_at is not null order by asked_at, instance_id
            """)
        .query(UUID.class)
        .list();
  }

  /** A pod to release. */
  record Release(UUID tenant, UUID podId, UUID instance) {}

  /** Asked releases, oldest first; taken off the list with this transaction. */
  List<Release> takeReleases(int limit) {
    return jdbc.sql(
            """
            delete from placement_release where (tenant_id, pod_id) in (
              select tenant_id, pod_id from placement_release
              order by asked_at, pod_id limit :limit for update skip locked)
            returning tenant_id, pod_id, instance_id
            """)
        .param("limit", limit)
        .query(
            (row, number) ->
                new Release(
                    row.getObject("tenant_id", UUID.class),
                    row.getObject("pod_id", UUID.class),
                    row.getObject("instance_id", UUID.class)))
        .list();
  }

  /** Those of the pods that are not rows of this instance. */
  Set<UUID> unknownPods(OpenRequest request, PlacementAsk ask) {
    Set<UUID> unknown = new HashSet<>();
    ask.pods().forEach(pod -> unknown.add(pod.podId()));
    if (!unknown.isEmpty()) {
      jdbc.sql(
              """
              select id from pod where tenant_id = :tenant and instance_id = :instance
                and id in (:pods)
              """)
          .param("tenant", request.tenant())
          .param("instance", request.instance())
          .param("pods", Set.copyOf(unknown))
          .query(UUID.class)
          .list()
          .forEach(unknown::remove);
    }
    return unknown;
  }

  /** Notes a decision; a refused ask that waits stays open. */
  void decided(OpenRequest request, Decision decision, boolean waits, Instant now) {
    String state =
        switch (decision) {
          case Decision.Placed _ -> "PLACED";
          case Decision.Refused _ -> waits ? "OPEN" : "REFUSED";
        };
    jdbc.sql(
            """
            update placement_request
            set state = :state, decided_at = cast(:at as timestamptz),
                decision = case when decision is null then cast(:decision as jsonb)
                  else jsonb_set(cast(:decision as jsonb), '{explanation,first}',
                    coalesce(nullif(decision #> '{explanation,first}', 'null'),
                      jsonb_build_object('at', decision #> '{explanation,at}',
                        'summary', decision #> '{explanation,summary}')))
                  end
            where tenant_id = :tenant and instance_id = :instance
            """)
        .param("state", state)
        .param("at", now.toString())
        .param("decision", json.decision(decision))
        .param("tenant", request.tenant())
        .param("instance", request.instance())
        .update();
  }
}
