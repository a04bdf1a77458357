package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.identity.RightsNews;
import dev.meridian.controlplane.identity.ServiceAccountRemoval;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes role bindings and roles of the tenant away, and service accounts that are looked after
 * there. People are of the platform: their accounts stay, and so does what they may do elsewhere.
 */
@Component
class MembersStep implements StepAction {
  private final JdbcClient jdbc;
  private final OwnedTables tables;
  private final ServiceAccountRemoval removal;
  private final RightsNews news;

  MembersStep(JdbcClient jdbc, OwnedTables tables, ServiceAccountRemoval removal, RightsNews news) {
    this.jdbc = jdbc;
    this.tables = tables;
    this.removal = removal;
    this.news = news;
  }

  @Override
  public StepKind kind() {
    return StepKind.MEMBERS;
  }

  @Override
  public Progress take(UUID tenant) {
    List<UUID> accounts =
        jdbc.sql(
                """
                select a.id from service_account s
                join account a on a.id = s.account_id and a.kind = 'service-account'
                where s.tenant_id = ? and not exists (
                  select from service_account o
                  where o.account_id = s.account_id and o.tenant_id <> s.tenant_id)
                order by a.id
                """)
            .param(tenant)
            .query(UUID.class)
            .list();
    // A directory outside that still has a group for it must not tie anybody to it again.
    jdbc.sql("update directory_link set tenant = null where tenant = ?").param(tenant).update();
    Map<String, Gone> gone = new TreeMap<>(tables.take(kind(), tenant));
    accounts.forEach(removal::remove);
    gone.put("serviceAccounts", Gone.of(accounts));
    news.rightsChange();
    return new Progress.Done(gone);
  }
}
