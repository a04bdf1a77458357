package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.Observations;
import dev.meridian.controlplane.federation.ObservedPod;
import dev.meridian.controlplane.maintenance.MaintenanceRules;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.spec.SecretSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecJson;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.secrets.SecretVersion;
import dev.meridian.tenancy.secrets.Secrets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Loads what is known of an instance and stores what was decided. Inside a tenant's scope. */
@Component
class WorldStore {
  private final JdbcClient jdbc;
  private final PlanRows plans;
  private final PodRows pods;
  private final VolumeRows volumes;
  private final Observations observations;
  private final PlacementRequests placement;
  private final Secrets secrets;
  private final MaintenanceRules maintenance;

  WorldStore(
      JdbcClient jdbc,
      PlanRows plans,
      PodRows pods,
      VolumeRows volumes,
      Observations observations,
      PlacementRequests placement,
      Secrets secrets,
      MaintenanceRules maintenance) {
    this.jdbc = jdbc;
    this.plans = plans;
    this.pods = pods;
    this.volumes = volumes;
    this.observations = observations;
    this.placement = placement;
    this.secrets = secrets;
    this.maintenance = maintenance;
  }

  /**
   * An instance as loaded, with what the core does not look at.
   *
   * @param version of the row, for the commit
   */
  record Loaded(World world, long version, UUID packageId, PeerEnvironment peers) {}

  Optional<Loaded> load(TenantRef tenant, UUID id) {
    record Row(World.Instance instance, long version, UUID packageId) {}
    Optional<Row> found =
        jdbc.sql(
                """
                select name, state, state_reason, state_since, target_configuration, deployed,
                       delete_data, version, package_id
                from instance where tenant_id = ? and id = ?
                """)
            .params(tenant.id(), id)
            .query(
                (row, n) ->
                    new Row(
                        new World.Instance(
                            tenant.id(),
                            id,
                            row.getString(1),
                            World.Instance.State.valueOf(row.getString(2)),
                            row.getString(3),
                            row.getObject(4, OffsetDateTime.class).toInstant(),
                            row.getInt(5),
                            row.getBoolean(6),
                            row.getBoolean(7)),
                        row.getLong(8),
                        row.getObject(9, UUID.class)))
            .optional();
    return found.map(
        row -> {
          List<Pod> all = pods.of(tenant.id(), id);
          Map<UUID, Place> places = pods.places(tenant.id(), id);
          PeerEnvironment peers =
              PeerEnvironment.of(row.instance().name(), tenant.label(), all, places);
          Map<Integer, ServiceSpec> specs = specs(tenant.id(), id);
          World world =
              new World(
                  row.instance(),
                  specs,
                  intents(tenant.id(), id),
                  plans.of(tenant.id(), id),
                  all,
                  decision(tenant.id(), id),
                  places,
                  observations.of(tenant.id(), id).stream().map(WorldStore::observed).toList(),
                  pods.present(tenant.id(), id).keySet(),
                  volumes.of(tenant.id(), id),
                  peers.digest(),
                  current(tenant.id(), specs),
                  maintenance.of(tenant, id));
          return new Loaded(world, row.version(), row.packageId(), peers);
        });
  }

  private Map<String, SecretVersion> current(UUID tenant, Map<Integer, ServiceSpec> specs) {
    return secrets.current(
        tenant,
        specs.values().stream()
            .flatMap(spec -> spec.pods().values().stream())
            .flatMap(pod -> pod.secrets().values().stream())
            .map(SecretSpec::path)
            .collect(Collectors.toSet()));
  }

  private Map<Integer, ServiceSpec> specs(UUID tenant, UUID id) {
    Map<Integer, ServiceSpec> specs = new HashMap<>();
    jdbc.sql("select number, spec from configuration where tenant_id = ? and instance_id = ?")
        .params(tenant, id)
        .query(
            row -> {
              specs.put(row.getInt(1), SpecJson.read(row.getString(2)));
            });
    return specs;
  }

  private List<World.Intent> intents(UUID tenant, UUID id) {
    return jdbc.sql(
            """
            select id, kind, coalesce((payload ->> 'deleteData')::boolean, false) from intent
            where tenant_id = ? and instance_id = ? and taken_at is null order by asked_at, id
            """)
        .params(tenant, id)
        .query(
            (row, n) ->
                new World.Intent(
                    row.getObject(1, UUID.class),
                    World.Intent.Kind.valueOf(row.getString(2)),
                    row.getBoolean(3)))
        .list();
  }

  private World.Placement decision(UUID tenant, UUID id) {
    String state =
        jdbc.sql("select state from placement_request where tenant_id = ? and instance_id = ?")
            .params(tenant, id)
            .query(String.class)
            .optional()
            .orElse("WITHDRAWN");
    World.Placement.Kind kind =
        switch (state) {
          case "OPEN" -> World.Placement.Kind.OPEN;
          case "PLACED" -> World.Placement.Kind.PLACED;
          case "REFUSED" -> World.Placement.Kind.REFUSED;
          default -> World.Placement.Kind.NOT_ASKED;
        };
    String reason =
        kind == World.Placement.Kind.PLACED || kind == World.Placement.Kind.NOT_ASKED
            ? ""
            : placement.decision(tenant, id).map(d -> d.explanation().summary()).orElse("");
    return new World.Placement(kind, reason);
  }

  private static Observed observed(ObservedPod o) {
    return new Observed(
        o.podId(),
        o.incarnation(),
        o.state().name(),
        o.reason(),
        o.tasks().stream()
            .map(
                t ->
                    new Observed.Task(
                        t.name(),
                        t.run(),
                        t.state().name(),
                        t.ready(),
                        t.healthy(),
                        t.exitCode(),
                        t.signal(),
                        t.restarts(),
                        t.nextStartAt(),
                        t.message()))
            .toList(),
        o.takenPorts(),
        o.at());
  }

  /** Thrown when somebody else committed first; the work is simply done again. */
  static final class Overtaken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Overtaken(UUID instance) {
      super("Instance " + instance + " was changed by another reconciler; looking again");
    }
  }

  void store(Loaded loaded, Outcome outcome, Instant now) {
    World world = loaded.world();
    World.Instance instance = outcome.instance();
    int updated =
        jdbc.sql(
                """
                update instance
                set state = :state, state_reason = :reason, state_since = :since,
                    deployed = :deployed, delete_data = :deleteData, version = version + 1
                where tenant_id = :tenant and id = :id and version = :version
                """)
            .param("state", instance.state().name())
            .param("reason", instance.reason())
            .param("since", PlanRows.utc(instance.since()))
            .param("deployed", instance.deployed())
            .param("deleteData", instance.deleteData())
            .param("tenant", instance.tenant())
            .param("id", instance.id())
            .param("version", loaded.version())
            .update();
    if (updated == 0) {
      throw new Overtaken(instance.id());
    }
    pods.store(instance.tenant(), instance.id(), world.pods(), outcome.pods());
    plans.store(instance.tenant(), instance.id(), world.plans(), outcome.plans());
    if (!outcome.intents().isEmpty()) {
      jdbc.sql("update intent set taken_at = :now where tenant_id = :tenant and id in (:ids)")
          .param("now", PlanRows.utc(now))
          .param("tenant", instance.tenant())
          .param("ids", outcome.intents())
          .update();
    }
  }
}
