package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.events.Events;
import dev.meridian.tenancy.Tenants;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells those who watch that a deletion has moved on, so that nobody has to ask again and again.
 */
@Component
class DeletionNews {
  private final Events events;
  private final JdbcClient jdbc;
  private final Tenants tenants;

  DeletionNews(Events events, JdbcClient jdbc, Tenants tenants) {
    this.events = events;
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  /**
   * Tells the platform, the tenant above while that stays, and the tenant itself until its history
   * is gone: nothing is written that would outlive it. Part of the transaction that moved it.
   */
  void moved(Deletion deletion) {
    UUID root = tenants.root().id();
    Map<String, String> data =
        Map.of("tenant", deletion.path(), "deletion", deletion.id().toString());
    jdbc.sql(
            """
            select t.id from tenant t
            where t.id = :root
              or t.id = (select d.parent_id from tenant d where d.id = :doomed)
                and t.state not in ('DELETING', 'DELETED')
              or t.id = :doomed and not exists (
                select from tenant_deletion_step s
                where s.tenant_id = :doomed and s.deletion_id = :deletion
                  and s.doomed_id = :doomed and s.kind = 'HISTORY' and s.state = 'DONE')
            """)
        .param("root", root)
        .param("doomed", deletion.tenant())
        .param("deletion", deletion.id())
        .query(UUID.class)
        .list()
        .forEach(watched -> events.publish(watched, "deletion", deletion.path(), data));
  }
}
