package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import dev.meridian.tenancy.directory.IdentityDirectory.UnitKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Brings Meridian in line with a directory outside. Asks nobody for permission. */
public final class Directories {
  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Tenants tenants;
  private final DirectoryRows rows;
  private final DirectoryChanges changes;

  Directories(
      JdbcClient jdbc,
      Scopes scopes,
      Tenants tenants,
      DirectoryRows rows,
      DirectoryChanges changes) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.tenants = tenants;
    this.rows = rows;
    this.changes = changes;
  }

  /** What would have to change; changes nothing. */
  public SyncPlan compare(String issuer, IdentityDirectory there, SyncRules rules) {
    return administering(() -> Synchronisation.between(there, rows.all(issuer), rules));
  }

  /** Makes the changes to Meridian, all in one transaction; the others are the caller's to make. */
  public SyncPlan synchronise(String issuer, IdentityDirectory there, SyncRules rules) {
    return administering(
        () -> {
          // Nobody takes another administrator's role meanwhile.
          alone();
          SyncPlan plan = Synchronisation.between(there, rows.all(issuer), rules);
          changes.apply(issuer, DirectorySource.KEYCLOAK, plan.differences());
          return plan;
        });
  }

  /**
   * Disables the accounts of people of whom a part of a directory says so already, ahead of the
   * next synchronisation.
   *
   * @return what was done
   */
  public List<Difference> disable(String issuer, Collection<String> subjects) {
    return administering(
        () -> {
          Set<String> all = Set.copyOf(subjects);
          if (!rows.anyEnabled(issuer, all)) {
            return List.of();
          }
          alone();
          KnownIdentities here =
              new KnownIdentities(
                  tenants.root().id(), rows.accounts(issuer, null), Set.of(), List.of(), Map.of());
          List<Difference> off =
              new java.util.ArrayList<>(
                  here.accounts().values().stream()
                      .filter(one -> all.contains(one.subject()) && !one.disabled())
                      .map(one -> new Difference.Disable(one.id(), one.username(), false))
                      .toList());
          LastAdministrator.keep(here, off, new java.util.ArrayList<>());
          changes.apply(issuer, DirectorySource.KEYCLOAK, off);
          return List.copyOf(off);
        });
  }

  /** Who is known from a directory and not disabled, by their subjects there. */
  public Set<String> subjects(String issuer) {
    return administering(
        () ->
            rows.accounts(issuer, null).values().stream()
                .filter(one -> !one.disabled())
                .map(KnownIdentities.KnownAccount::subject)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** Remembers which tenant something outside stands for. */
  public void link(String externalId, UUID tenant) {
    administering(
        () -> {
          changes.link(externalId, tenant);
          return true;
        });
  }

  /** What stands outside for tenants, by the tenant. */
  public Map<UUID, List<String>> links() {
    return administering(
        () -> {
          Map<UUID, List<String>> links = new HashMap<>();
          jdbc.sql("select tenant, external_id from directory_link where tenant is not null")
              .query(
                  row -> {
                    links
                        .computeIfAbsent(
                            row.getObject(1, UUID.class), id -> new java.util.ArrayList<>())
                        .add(row.getString(2));
                  });
          return links;
        });
  }

  /**
   * Takes over what a token says of its bearer: units of memberships are paths of tenants. An older
   * token than the last one changes nothing.
   *
   * @return what changed, and what could not be done
   */
  public SyncPlan claim(String issuer, Person person, Instant issuedAt) {
    return administering(
        () -> {
          alone();
          if (!isNewer(issuer, person.subject(), issuedAt)) {
            return new SyncPlan(List.of(), List.of());
          }
          Map<String, Optional<UUID>> links = new HashMap<>();
          List<Unit> units =
              person.memberships().stream()
                  .map(Membership::unit)
                  .filter(Objects::nonNull)
                  .distinct()
                  .map(path -> new Unit(path, UnitKind.GROUP, null, path, path))
                  .toList();
          Map<UUID, KnownIdentities.KnownTenant> known = new HashMap<>();
          for (Unit unit : units) {
            Optional<UUID> tenant = tenants.lookUp(unit.id()).map(one -> one.id());
            links.put(unit.id(), tenant);
            tenant.ifPresent(id -> known.put(id, new KnownIdentities.KnownTenant(id, unit.id())));
          }
          KnownIdentities here =
              new KnownIdentities(
                  tenants.root().id(),
                  rows.accounts(issuer, person.subject()),
                  taken(person.username(), issuer, person.subject()),
                  List.copyOf(known.values()),
                  links);
          SyncPlan plan =
              Synchronisation.ofOne(
                  person, units, here, rows.otherAdministrator(issuer, person.subject()));
          changes.apply(issuer, DirectorySource.CLAIMS, plan.differences());
          jdbc.sql("update account set claims_at = ? where issuer = ? and subject = ?")
              .params(issuedAt.atOffset(ZoneOffset.UTC), issuer, person.subject())
              .update();
          return plan;
        });
  }

  private boolean isNewer(String issuer, String subject, Instant issuedAt) {
    return !jdbc.sql(
            """
            select exists (select from account
              where issuer = ? and subject = ? and claims_at >= ?)
            """)
        .params(issuer, subject, issuedAt.atOffset(ZoneOffset.UTC))
        .query(Boolean.class)
        .single();
  }

  private Set<String> taken(String username, String issuer, String subject) {
    return Set.copyOf(
        jdbc.sql(
                """
                select username from account
                where username = ? and (issuer, subject) is distinct from (?, ?)
                """)
            .params(username, issuer, subject)
            .query(String.class)
            .list());
  }

  private void alone() {
    jdbc.sql("select pg_advisory_xact_lock(hashtext('meridian.administrators'))")
        .query((row, n) -> true)
        .single();
  }

  private <T> T administering(Supplier<T> work) {
    return scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
