package dev.meridian.controlplane.deletion;

import dev.meridian.tenancy.QuotaLimits;
import dev.meridian.tenancy.QuotaSettings;
import dev.meridian.tenancy.Quotas;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Gives back to the tenants above what was claimed or guaranteed, then removes the limits. */
@Component
class QuotasStep implements StepAction {
  private final JdbcClient jdbc;
  private final Quotas quotas;
  private final QuotaLimits limits;
  private final OwnedTables tables;

  QuotasStep(JdbcClient jdbc, Quotas quotas, QuotaLimits limits, OwnedTables tables) {
    this.jdbc = jdbc;
    this.quotas = quotas;
    this.limits = limits;
    this.tables = tables;
  }

  @Override
  public StepKind kind() {
    return StepKind.QUOTAS;
  }

  @Override
  public Progress take(UUID tenant) {
    jdbc.sql("select holder_id from quota_claim where tenant_id = ? order by holder_id")
        .param(tenant)
        .query(UUID.class)
        .list()
        .forEach(holder -> quotas.release(tenant, holder));
    int set = limits.of(tenant).limits().size();
    limits.set(tenant, new QuotaSettings(List.of()));
    tables.take(kind(), tenant);
    return new Progress.Done(Map.of("limits", Gone.of(set)));
  }
}
