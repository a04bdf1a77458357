package dev.meridian.tenancy;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Erases personal values from the audit log; the events and their chain stay as they are. */
public final class AuditErasure {
  private final JdbcClient jdbc;
  private final Scopes scopes;

  public AuditErasure(JdbcClient jdbc, Scopes scopes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
  }

  /**
   * Erases name and address of an account from what it did, and its name where it was the subject
   * or stood behind a service account, with the address of a sign-in that failed, which is the
   * person's too; things of the same name that are no account keep theirs. Events of the format
   * before this one keep theirs.
   *
   * @return how many events lost a value
   */
  public int erase(UUID account, String username) {
    return scopes.asSystem(
        SystemJob.AUDIT,
        () ->
            jdbc.sql(
                        """
                    update audit_personal
                    set actor = null, actor_salt = null, address = null, address_salt = null
                    where actor_id = ? and (actor is not null or address is not null)
                    """)
                    .param(account)
                    .update()
                + jdbc.sql(
                        """
                        update audit_personal set behalf = null, behalf_salt = null
                        where behalf_id = ? and behalf is not null
                        """)
                    .param(account)
                    .update()
                + jdbc.sql(
                        """
                        update audit_personal p
                        set subject = null, subject_salt = null, detail = null, detail_salt = null,
                          address = case when p.actor_id is null then null else p.address end,
                          address_salt =
                            case when p.actor_id is null then null else p.address_salt end
                        from audit_event e
                        where e.tenant_id = p.tenant_id and e.id = p.event_id
                          and p.subject = :username
                          and (e.subject_id is null or e.subject_id = :account)
                        """)
                    .param("username", username)
                    .param("account", account)
                    .update());
  }
}
