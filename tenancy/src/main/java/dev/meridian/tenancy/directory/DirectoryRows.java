package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.KnownIdentities.KnownAccount;
import dev.meridian.tenancy.directory.KnownIdentities.KnownBinding;
import dev.meridian.tenancy.directory.KnownIdentities.KnownTenant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database has of directories. Every method needs a running system scope. */
final class DirectoryRows {
  private static final String OURS =
      "issuer = :issuer and subject is not null and made_by is not null";

  private final JdbcClient jdbc;
  private final Tenants tenants;

  DirectoryRows(JdbcClient jdbc, Tenants tenants) {
    this.jdbc = jdbc;
    this.tenants = tenants;
  }

  /** Everything that a directory can say something about. */
  KnownIdentities all(String issuer) {
    UUID root = tenants.root().id();
    Map<String, Optional<UUID>> links = new HashMap<>();
    jdbc.sql("select external_id, tenant from directory_link")
        .query(
            row -> {
              links.put(row.getString(1), Optional.ofNullable(row.getObject(2, UUID.class)));
            });
    Set<String> others =
        new HashSet<>(
            jdbc.sql("select username from account where not coalesce(" + OURS + ", false)")
                .param("issuer", issuer)
                .query(String.class)
                .list());
    List<KnownTenant> all =
        tenants.below(root).stream()
            .filter(one -> one.state() != Tenant.State.DELETED)
            .map(one -> new KnownTenant(one.id(), one.path(), one.state() == Tenant.State.DELETING))
            .toList();
    return new KnownIdentities(root, accounts(issuer, null), others, all, links);
  }

  /**
   * The accounts that a directory made, by subject; those of one subject alone where it is given.
   */
  Map<String, KnownAccount> accounts(String issuer, @Nullable String subject) {
    String where = OURS + " and (cast(:subject as text) is null or subject = :subject)";
    Map<UUID, Set<KnownBinding>> bindings = new HashMap<>();
    jdbc.sql(
            """
            select b.account_id, b.tenant_id, b.role, b.source <> 'meridian'
            from role_binding b join account a on a.id = b.account_id
            where b.scope = 'subtree' and b.role_tenant_id is null and
            """
                + where)
        .param("issuer", issuer)
        .param("subject", subject)
        .query(
            row -> {
              bindings
                  .computeIfAbsent(row.getObject(1, UUID.class), id -> new HashSet<>())
                  .add(
                      new KnownBinding(
                          row.getObject(2, UUID.class), row.getString(3), row.getBoolean(4)));
            });
    Map<String, KnownAccount> accounts = new HashMap<>();
    jdbc.sql(
            "select id, subject, username, display_name, disabled, disabled_by from account where "
                + where)
        .param("issuer", issuer)
        .param("subject", subject)
        .query(
            row -> {
              KnownAccount account = account(row, bindings);
              accounts.put(account.subject(), account);
            });
    return accounts;
  }

  private static KnownAccount account(ResultSet row, Map<UUID, Set<KnownBinding>> bindings)
      throws SQLException {
    UUID id = row.getObject(1, UUID.class);
    boolean disabled = row.getBoolean(5);
    return new KnownAccount(
        id,
        row.getString(2),
        row.getString(3),
        row.getString(4),
        disabled,
        disabled && row.getString(6) == null,
        bindings.getOrDefault(id, Set.of()));
  }

  /** Whether one of them still has an account that is not disabled. */
  boolean anyEnabled(String issuer, Set<String> subjects) {
    return jdbc.sql(
            "select exists (select from account where not disabled and subject = any (:subjects) and "
                + OURS
                + ")")
        .param("issuer", issuer)
        .param("subjects", subjects.toArray(String[]::new))
        .query(Boolean.class)
        .single();
  }

  /** Whether another enabled account administers the platform. */
  boolean otherAdministrator(String issuer, String subject) {
    return jdbc.sql(
            """
            select exists (select from held_binding b join account a on a.id = b.account_id
              where b.role = :role and not a.disabled
                and (a.issuer, a.subject) is distinct from (:issuer, :subject))
            """)
        .param("role", Role.PLATFORM_ADMIN.key())
        .param("issuer", issuer)
        .param("subject", subject)
        .query(Boolean.class)
        .single();
  }
}
