package dev.meridian.controlplane.maintenance;

import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Updates that wait for a window: has them looked at again, or started without it. */
@Component
public class HeldUpdates {
  private static final String KIND = "instance";
  private static final String HELD =
      """
      select distinct p.tenant_id, p.instance_id from step s
      join phase f on f.tenant_id = s.tenant_id and f.id = s.phase_id
      join plan p on p.tenant_id = f.tenant_id and p.id = f.plan_id
      join instance i on i.tenant_id = p.tenant_id and i.id = p.instance_id
      where s.status = 'PENDING' and s.delayed_until is not null
        and i.state not in ('UNINSTALLING', 'UNINSTALLED')
      """;

  private record Held(UUID tenant, UUID instance) {
    static Held of(ResultSet row, int n) throws SQLException {
      return new Held(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
    }
  }

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final WorkQueue queue;
  private final Audit audit;
  private final InstantSource clock;

  HeldUpdates(Scopes scopes, JdbcClient jdbc, WorkQueue queue, Audit audit, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.queue = queue;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Asks that the instance's update goes on without waiting for a window, as part of the current
   * transaction in the tenant's scope.
   *
   * @param askedBy username of whoever wants that
   */
  public void startNow(UUID tenant, UUID instance, String askedBy) {
    String name =
        jdbc.sql("select name from instance where tenant_id = ? and id = ?")
            .params(tenant, instance)
            .query(String.class)
            .single();
    String action = "instance.update-now";
    var before = audit.before(tenant, action, instance);
    jdbc.sql(
            """
            insert into intent (tenant_id, id, instance_id, kind, asked_by, asked_at)
            values (:tenant, :id, :instance, 'UPDATE_NOW', :by, :now)
            """)
        .param("tenant", tenant)
        .param("id", Ids.next())
        .param("instance", instance)
        .param("by", askedBy)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    audit.done(tenant, AuditNote.of(action, name, instance, Map.of()).from(before));
    queue.enqueue(Lane.VERB, KIND, tenant, instance);
  }

  /** Has updates below a tenant that wait looked at, for the windows that bind them changed. */
  void windowsChanged(UUID tenant) {
    wake(
        Lane.VERB,
        jdbc.sql(
                HELD
                    + """
                      and p.tenant_id in (
                        select c.descendant_id from tenant_closure c where c.ancestor_id = ?)
                      """)
            .param(tenant)
            .query(Held::of)
            .list());
  }

  // Replicas need no lease here: the queue holds each instance once.
  @Scheduled(fixedDelayString = "PT5S")
  void windowsOpen() {
    scopes.asSystem(
        SystemJob.MAINTENANCE,
        () ->
            wake(
                Lane.SWEEP,
                jdbc.sql(HELD + "and s.delayed_until <= ?")
                    .param(clock.instant().atOffset(ZoneOffset.UTC))
                    .query(Held::of)
                    .list()));
  }

  private void wake(Lane lane, List<Held> held) {
    held.forEach(one -> queue.enqueue(lane, KIND, one.tenant(), one.instance()));
  }
}
