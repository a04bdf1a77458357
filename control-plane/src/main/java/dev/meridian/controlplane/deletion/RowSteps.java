package dev.meridian.controlplane.deletion;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The steps that take rows away and do nothing else. */
@Configuration(proxyBeanMethods = false)
class RowSteps {
  private record OfRows(StepKind kind, OwnedTables tables) implements StepAction {
    @Override
    public Progress take(UUID tenant) {
      return new Progress.Done(tables.take(kind, tenant));
    }
  }

  @Bean
  StepAction secretsStep(OwnedTables tables) {
    return new OfRows(StepKind.SECRETS, tables);
  }

  /**
   * Work that waits for the tenant's instances goes too; that of the deletion itself goes on. What
   * somebody began before the deletion and finished late is waited for first: nothing may be
   * forgotten that still runs somewhere.
   */
  private record HistoryStep(JdbcClient jdbc, OwnedTables tables, WorkloadStep workload)
      implements StepAction {
    @Override
    public StepKind kind() {
      return StepKind.HISTORY;
    }

    @Override
    public void before(UUID tenant, String askedBy) {
      workload.before(tenant, askedBy);
      tables.takeEventsInParts(tenant);
    }

    @Override
    public Progress take(UUID tenant) {
      // Waits for transactions that hold the tenant by a foreign key; nobody begins one after it.
      jdbc.sql("select id from tenant where id = ? for update")
          .param(tenant)
          .query(UUID.class)
          .list();
      Progress stopped = workload.take(tenant);
      if (stopped instanceof Progress.Waiting) {
        return stopped;
      }
      jdbc.sql("delete from work_item where tenant_id = ? and kind <> ?")
          .params(tenant, DeletionWork.KIND)
          .update();
      return new Progress.Done(tables.take(kind(), tenant));
    }
  }

  @Bean
  StepAction historyStep(JdbcClient jdbc, OwnedTables tables, WorkloadStep workload) {
    return new HistoryStep(jdbc, tables, workload);
  }

  /** A package stays as long as somebody else has installed it. */
  private record CatalogStep(JdbcClient jdbc, OwnedTables tables) implements StepAction {
    @Override
    public StepKind kind() {
      return StepKind.CATALOG;
    }

    @Override
    public Progress take(UUID tenant) {
      List<String> used =
          jdbc.sql(
                  """
                  select v.name || ' ' || v.version || ' (' || count(*) || ')'
                  from instance i join package_version v
                    on v.tenant_id = i.package_tenant_id and v.id = i.package_id
                  where v.tenant_id = ? and i.tenant_id <> v.tenant_id
                  group by v.name, v.version order by 1 limit 10
                  """)
              .param(tenant)
              .query(String.class)
              .list();
      return used.isEmpty()
          ? new Progress.Done(tables.take(kind(), tenant))
          : new Progress.Waiting(
              "Other tenants have instances of these packages (how many): "
                  + String.join(", ", used));
    }
  }

  @Bean
  StepAction catalogStep(JdbcClient jdbc, OwnedTables tables) {
    return new CatalogStep(jdbc, tables);
  }

  /** Tells at the start when a step has no action, or two. */
  static Map<StepKind, StepAction> byKind(List<StepAction> actions) {
    Map<StepKind, StepAction> byKind = new java.util.EnumMap<>(StepKind.class);
    for (StepAction action : actions) {
      if (byKind.put(action.kind(), action) != null) {
        throw new IllegalStateException("Two actions take the step " + action.kind());
      }
    }
    if (byKind.size() != StepKind.values().length) {
      throw new IllegalStateException("Only these steps have an action: " + byKind.keySet());
    }
    return byKind;
  }
}
