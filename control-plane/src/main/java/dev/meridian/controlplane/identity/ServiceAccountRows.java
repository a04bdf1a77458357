package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which service accounts are looked after where. */
@Component
class ServiceAccountRows {
  private final JdbcClient jdbc;
  private final Scopes scopes;

  ServiceAccountRows(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /** Ids of those that are looked after at the tenant, by name. */
  List<UUID> at(UUID tenant, @Nullable String after, int limit) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select a.id from service_account s join account a on a.id = s.account_id
                    where s.tenant_id = :tenant
                      and (cast(:after as text) is null or a.username > :after)
                    order by a.username limit :limit
                    """)
                .param("tenant", tenant)
                .param("after", after)
                .param("limit", limit)
                .query(UUID.class)
                .list());
  }

  Optional<UUID> named(UUID tenant, String username) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select a.id from service_account s join account a on a.id = s.account_id
                    where s.tenant_id = ? and a.username = ?
                    """)
                .params(tenant, username)
                .query(UUID.class)
                .optional());
  }

  /**
   * The tenant looks after the account no more, and its roles there end; in the running
   * transaction.
   *
   * @return whether another tenant looks after it still
   */
  boolean letGo(UUID tenant, UUID account) {
    jdbc.sql("delete from service_account where tenant_id = ? and account_id = ?")
        .params(tenant, account)
        .update();
    jdbc.sql("delete from role_binding where tenant_id = ? and account_id = ?")
        .params(tenant, account)
        .update();
    return jdbc.sql("select exists (select from service_account where account_id = ?)")
        .param(account)
        .query(Boolean.class)
        .single();
  }

  /** Ties a new service account to the tenant that looks after it, in the running transaction. */
  void adopt(UUID tenant, UUID account) {
    jdbc.sql("insert into service_account (tenant_id, account_id) values (?, ?)")
        .params(tenant, account)
        .update();
  }
}
