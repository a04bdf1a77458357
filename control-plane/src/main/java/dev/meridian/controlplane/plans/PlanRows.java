package dev.meridian.controlplane.plans;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Plans, phases and steps in the database. Called inside a tenant's scope. */
@Component
class PlanRows {
  private static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final JsonMapper json;

  PlanRows(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  List<Plan> of(UUID tenant, UUID instance) {
    return read("p.tenant_id = ? and p.instance_id = ?", tenant, instance)
        .getOrDefault(instance, List.of());
  }

  /** Plans of all instances that the running scope sees, but of uninstalled ones, by instance. */
  Map<UUID, List<Plan>> ofLiveInstances() {
    return read(
        """
        exists (select from instance i where i.tenant_id = p.tenant_id and i.id = p.instance_id
                and i.state <> 'UNINSTALLED')
        """);
  }

  private Map<UUID, List<Plan>> read(String which, Object... parameters) {
    Map<UUID, List<Step>> steps = steps(which, parameters);
    Map<UUID, List<Phase>> phases = new LinkedHashMap<>();
    jdbc.sql(
            """
            select f.id, f.plan_id, f.name, f.strategy, f.interrupted
            from phase f join plan p on p.tenant_id = f.tenant_id and p.id = f.plan_id
            where %s order by f.position
            """
                .formatted(which))
        .params(parameters)
        .query(
            row -> {
              UUID id = row.getObject(1, UUID.class);
              phases
                  .computeIfAbsent(row.getObject(2, UUID.class), p -> new ArrayList<>())
                  .add(
                      new Phase(
                          id,
                          row.getString(3),
                          row.getString(4),
                          row.getBoolean(5),
                          steps.getOrDefault(id, List.of())));
            });
    Map<UUID, List<Plan>> plans = new LinkedHashMap<>();
    jdbc.sql(
            """
            select p.id, p.name, p.strategy, p.interrupted, p.errors, p.started_at,
                   p.completed_at, p.instance_id, p.unheld
            from plan p where %s order by p.position
            """
                .formatted(which))
        .params(parameters)
        .query(
            row -> {
              UUID id = row.getObject(1, UUID.class);
              plans
                  .computeIfAbsent(row.getObject(8, UUID.class), i -> new ArrayList<>())
                  .add(
                      new Plan(
                          id,
                          row.getString(2),
                          row.getString(3),
                          row.getBoolean(4),
                          json.readValue(row.getString(5), STRINGS),
                          instant(row, 6),
                          instant(row, 7),
                          phases.getOrDefault(id, List.of()),
                          row.getBoolean(9)));
            });
    return plans;
  }

  private Map<UUID, List<Step>> steps(String which, Object... parameters) {
    Map<UUID, List<Step>> steps = new LinkedHashMap<>();
    jdbc.sql(
            """
            select s.id, s.phase_id, s.name, s.pod_id, s.tasks, s.action, s.configuration, s.status,
                   s.reason, s.since, s.attempts, s.delayed_until
            from step s
            join phase f on f.tenant_id = s.tenant_id and f.id = s.phase_id
            join plan p on p.tenant_id = f.tenant_id and p.id = f.plan_id
            where %s order by s.position
            """
                .formatted(which))
        .params(parameters)
        .query(
            row -> {
              steps
                  .computeIfAbsent(row.getObject(2, UUID.class), p -> new ArrayList<>())
                  .add(
                      new Step(
                          row.getObject(1, UUID.class),
                          row.getString(3),
                          row.getObject(4, UUID.class),
                          json.readValue(row.getString(5), STRINGS),
                          Step.Action.valueOf(row.getString(6)),
                          row.getInt(7),
                          Status.valueOf(row.getString(8)),
                          row.getString(9),
                          row.getObject(10, OffsetDateTime.class).toInstant(),
                          row.getInt(11),
                          instant(row, 12)));
            });
    return steps;
  }

  /** Stores what differs between the plans as they were read and as they are now. */
  void store(UUID tenant, UUID instance, List<Plan> before, List<Plan> after) {
    Map<UUID, Plan> known = new LinkedHashMap<>();
    before.forEach(p -> known.put(p.id(), p));
    for (int position = 0; position < after.size(); position++) {
      Plan plan = after.get(position);
      Plan old = known.get(plan.id());
      if (!plan.equals(old)) {
        storePlan(tenant, instance, position, plan, old);
      }
    }
  }

  private void storePlan(UUID tenant, UUID instance, int position, Plan plan, @Nullable Plan old) {
    jdbc.sql(
            """
            insert into plan (tenant_id, id, instance_id, name, strategy, position, interrupted,
                              errors, started_at, completed_at, unheld)
            values (:tenant, :id, :instance, :name, :strategy, :position, :interrupted,
                    cast(:errors as jsonb), :started, :completed, :unheld)
            on conflict (tenant_id, id) do update
            set interrupted = excluded.interrupted, errors = excluded.errors,
                started_at = excluded.started_at, completed_at = excluded.completed_at,
                unheld = excluded.unheld
            """)
        .param("tenant", tenant)
        .param("id", plan.id())
        .param("instance", instance)
        .param("name", plan.name())
        .param("strategy", plan.strategy())
        .param("position", position)
        .param("interrupted", plan.interrupted())
        .param("errors", json.writeValueAsString(plan.errors()))
        .param("started", utc(plan.startedAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .param("completed", utc(plan.completedAt()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .param("unheld", plan.unheld())
        .update();
    Map<UUID, Phase> known = new LinkedHashMap<>();
    if (old != null) {
      old.phases().forEach(p -> known.put(p.id(), p));
    }
    for (int i = 0; i < plan.phases().size(); i++) {
      Phase phase = plan.phases().get(i);
      Phase oldPhase = known.remove(phase.id());
      if (!phase.equals(oldPhase)) {
        storePhase(tenant, plan.id(), i, phase, oldPhase);
      }
    }
    known
        .keySet()
        .forEach(
            gone ->
                jdbc.sql("delete from phase where tenant_id = ? and id = ?")
                    .params(tenant, gone)
                    .update());
  }

  private void storePhase(UUID tenant, UUID plan, int position, Phase phase, @Nullable Phase old) {
    jdbc.sql(
            """
            insert into phase (tenant_id, id, plan_id, name, strategy, position, interrupted)
            values (:tenant, :id, :plan, :name, :strategy, :position, :interrupted)
            on conflict (tenant_id, id) do update
            set interrupted = excluded.interrupted, position = excluded.position
            """)
        .param("tenant", tenant)
        .param("id", phase.id())
        .param("plan", plan)
        .param("name", phase.name())
        .param("strategy", phase.strategy())
        .param("position", position)
        .param("interrupted", phase.interrupted())
        .update();
    for (int i = 0; i < phase.steps().size(); i++) {
      Step step = phase.steps().get(i);
      if (old == null || !old.steps().contains(step)) {
        storeStep(tenant, phase.id(), i, step);
      }
    }
  }

  private void storeStep(UUID tenant, UUID phase, int position, Step step) {
    jdbc.sql(
            """
            insert into step (tenant_id, id, phase_id, position, name, pod_id, tasks, action,
                              configuration, status, reason, since, attempts, delayed_until)
            values (:tenant, :id, :phase, :position, :name, :pod, cast(:tasks as jsonb), :action,
                    :configuration, :status, :reason, :since, :attempts, :delayed)
            on conflict (tenant_id, id) do update
            set status = excluded.status, reason = excluded.reason, since = excluded.since,
                attempts = excluded.attempts, delayed_until = excluded.delayed_until
            """)
        .param("tenant", tenant)
        .param("id", step.id())
        .param("phase", phase)
        .param("position", position)
        .param("name", step.name())
        .param("pod", step.pod())
        .param("tasks", json.writeValueAsString(step.tasks()))
        .param("action", step.action().name())
        .param("configuration", step.configuration())
        .param("status", step.status().name())
        .param("reason", step.reason())
        .param("since", utc(step.since()))
        .param("attempts", step.attempts())
        .param("delayed", utc(step.delayedUntil()), java.sql.Types.TIMESTAMP_WITH_TIMEZONE)
        .update();
  }

  static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static @Nullable OffsetDateTime utc(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
