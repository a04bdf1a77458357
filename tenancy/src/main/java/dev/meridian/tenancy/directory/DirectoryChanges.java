package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Makes the changes to Meridian that differences say, each with its audit row. Needs a running
 * scope of tenant administration.
 */
final class DirectoryChanges {
  private final JdbcClient jdbc;
  private final Tenants tenants;
  private final Audit audit;
  private final InstantSource clock;

  DirectoryChanges(JdbcClient jdbc, Tenants tenants, Audit audit, InstantSource clock) {
    this.jdbc = jdbc;
    this.tenants = tenants;
    this.audit = audit;
    this.clock = clock;
  }

  /** Where the changes come from, and what they made so far. */
  private record Run(String issuer, DirectorySource source, UUID root, Map<String, UUID> made) {
    UUID tenant(Place place) {
      UUID known = place.tenant() != null ? place.tenant() : made.get(place.path());
      if (known == null) {
        throw new IllegalStateException("Tenant %s was not made".formatted(place.path()));
      }
      return known;
    }
  }

  /** Applies what is to change here, in order; what changes outside is left to others. */
  void apply(String issuer, DirectorySource source, List<Difference> differences) {
    Run run = new Run(issuer, source, tenants.root().id(), new HashMap<>());
    for (Difference one : differences) {
      if (!one.isOutside()) {
        apply(run, one);
      }
    }
  }

  private void apply(Run run, Difference difference) {
    switch (difference) {
      case Difference.MakeTenant made -> {
        UUID parent = run.tenant(made.parent());
        Tenant tenant = tenants.create(parent, made.unit().name(), made.unit().displayName(), null);
        run.made().put(made.place().path(), tenant.id());
        link(made.unit().id(), tenant.id());
        note(run, difference, tenant.id(), tenant.path(), tenant.id());
      }
      case Difference.LinkTenant linked -> {
        UUID tenant = run.tenant(linked.place());
        link(linked.unit().id(), tenant);
        note(run, difference, tenant, linked.place().path(), tenant);
      }
      case Difference.Rename renamed -> {
        jdbc.sql(
                "update account set username = ?, display_name = ?, version = version + 1 where id = ?")
            .params(renamed.username(), renamed.displayName(), renamed.account())
            .update();
        note(run, difference, run.root(), renamed.username(), renamed.account());
      }
      case Difference.MakeAccount made ->
          note(run, difference, run.root(), made.person().username(), account(run, made.person()));
      case Difference.Enable enabled -> {
        disabled(enabled.account(), false);
        note(run, difference, run.root(), enabled.username(), enabled.account());
      }
      case Difference.Disable off -> {
        disabled(off.account(), true);
        note(run, difference, run.root(), off.username(), off.account());
      }
      case Difference.Bind bound -> bind(run, bound);
      case Difference.Unbind taken -> {
        jdbc.sql(
                """
                delete from role_binding where account_id = ? and role = ? and tenant_id = ?
                  and scope = 'subtree' and source <> 'meridian'
                """)
            .params(taken.account(), taken.role(), taken.tenant())
            .update();
        note(run, difference, taken.tenant(), taken.username(), taken.account());
      }
      case Difference.MakeRole _,
          Difference.MakeGroup _,
          Difference.RemoveGroup _,
          Difference.ShowMember _,
          Difference.HideMember _,
          Difference.RemoveShown _ ->
          throw new IllegalArgumentException("not made here: " + difference.text());
    }
  }

  private UUID account(Run run, Person person) {
    UUID id = Ids.next();
    jdbc.sql(
            """
            insert into account
              (id, username, display_name, kind, issuer, subject, made_by, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .params(
            id,
            person.username(),
            person.displayName(),
            person.kind().key(),
            run.issuer(),
            person.subject(),
            run.source().key(),
            now())
        .update();
    return id;
  }

  private void disabled(UUID account, boolean disabled) {
    @Nullable String by = disabled ? DirectorySource.KEYCLOAK.key() : null;
    jdbc.sql("update account set disabled = ?, disabled_by = ?, version = version + 1 where id = ?")
        .param(disabled)
        .param(by)
        .param(account)
        .update();
  }

  private void bind(Run run, Difference.Bind bound) {
    UUID tenant = run.tenant(bound.place());
    UUID account =
        jdbc.sql("select id from account where issuer = ? and subject = ?")
            .params(run.issuer(), bound.subject())
            .query(UUID.class)
            .single();
    jdbc.sql(
            """
            insert into role_binding (id, account_id, role, tenant_id, created_at, source)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(Ids.next(), account, bound.role(), tenant, now(), run.source().key())
        .update();
    note(run, bound, tenant, bound.username(), account);
  }

  void link(String externalId, UUID tenant) {
    jdbc.sql(
            """
            insert into directory_link (external_id, tenant, linked_at) values (?, ?, ?)
            on conflict (external_id) do update set tenant = excluded.tenant
            """)
        .params(externalId, tenant, now())
        .update();
  }

  private void note(
      Run run, Difference difference, UUID tenant, String subject, @Nullable UUID subjectId) {
    audit.done(
        tenant,
        "directory." + difference.kind(),
        subject,
        subjectId,
        Map.of("change", difference.text(), "source", run.source().key()));
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }
}
