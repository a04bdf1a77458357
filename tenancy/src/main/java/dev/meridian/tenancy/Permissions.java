package dev.meridian.tenancy;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What callers may do: the one place that answers. A binding counts in the subtree of its tenant,
 * in the tenant alone, or for one instance; a changed binding or role counts within a second. On a
 * suspended tenant, and on all below it, members keep what reads, and roles of the platform all; on
 * one that is being deleted everybody keeps what reads. Who views as a tenant keeps, of what they
 * have, what its admin reads. Call outside of scopes; the answers come from reads of their own.
 * Open for the test that takes one check away at a time.
 */
public class Permissions {
  private static final String SEE = "tenant:read";

  /**
   * Where a caller has a permission.
   *
   * @param subtrees there and everywhere below
   * @param alone there and not below
   */
  public record Reach(List<UUID> subtrees, List<UUID> alone) {
    public boolean isNowhere() {
      return subtrees.isEmpty() && alone.isEmpty();
    }
  }

  /**
   * Why an account has a permission on a tenant.
   *
   * @param at the tenant of the binding: the tenant itself or one above it
   * @param group name of the group that is bound; empty: the account itself is
   */
  public record Reason(
      String permission,
      String role,
      TenantRef at,
      RoleScope scope,
      Optional<UUID> instance,
      Optional<String> group) {}

  private final RightsRows rows;
  private final Tenants tenants;
  private final Callers callers;
  private final Audit audit;
  private final KnownRights known;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Permissions(
      JdbcClient jdbc,
      Scopes scopes,
      Tenants tenants,
      Callers callers,
      Audit audit,
      InstantSource clock,
      Freshness freshness) {
    this.rows = new RightsRows(jdbc, scopes);
    this.tenants = tenants;
    this.callers = callers;
    this.audit = audit;
    this.known = new KnownRights(rows, tenants, freshness, clock);
  }

  /** Whether the caller has the permission on the tenant, by a role there or above. */
  public boolean may(Caller caller, String permission, UUID tenantId) {
    return on(caller, tenantId).contains(permission);
  }

  /** Whether the caller has the permission on the tenant and on all below it. */
  public boolean mayThroughout(Caller caller, String permission, UUID tenantId) {
    return throughout(caller, tenantId).contains(permission);
  }

  /** Whether the caller has the permission on the instance, by its tenant or by itself. */
  public boolean mayOnInstance(Caller caller, String permission, UUID tenantId, UUID instance) {
    return onInstance(caller, tenantId, instance).contains(permission);
  }

  /** Whether the caller has the permission on the platform as a whole. */
  public boolean mayOnPlatform(Caller caller, String permission) {
    return onPlatform(caller).contains(permission);
  }

  /** All permissions of the caller on a tenant. */
  public Set<String> on(Caller caller, UUID tenantId) {
    return rights(caller, tenantId).here();
  }

  /** All permissions that the caller has on a tenant and on all below it. */
  public Set<String> throughout(Caller caller, UUID tenantId) {
    return rights(caller, tenantId).below();
  }

  /** All permissions of the caller on an instance. */
  public Set<String> onInstance(Caller caller, UUID tenantId, UUID instance) {
    Rights rights = rights(caller, tenantId);
    Set<String> all = new java.util.TreeSet<>(rights.here());
    all.addAll(rights.instances().getOrDefault(instance, Set.of()));
    return all;
  }

  /** All permissions of the caller on the platform, with those that everybody with a role has. */
  public Set<String> onPlatform(Caller caller) {
    return on(caller, tenants.root().id());
  }

  /** Where bindings give the caller the permission on tenants. */
  public Reach reach(Caller caller, String permission) {
    boolean limited =
        caller.credential().only().filter(only -> !only.contains(permission)).isPresent();
    if (limited || !callers.stands(caller)) {
      return new Reach(List.of(), List.of());
    }
    Optional<UUID> viewed = caller.credential().view().map(TenantView::tenant);
    if (viewed.isPresent()) {
      boolean below = mayThroughout(caller, permission, viewed.get());
      boolean alone = !below && may(caller, permission, viewed.get());
      return new Reach(
          below ? List.of(viewed.get()) : List.of(), alone ? List.of(viewed.get()) : List.of());
    }
    return new Reach(
        rows.tenantsWith(caller.accountId(), permission, RoleScope.SUBTREE),
        rows.tenantsWith(caller.accountId(), permission, RoleScope.TENANT));
  }

  /** Which binding gives each permission of an account on a tenant; asked anew each time. */
  public List<Reason> why(UUID account, UUID tenant) {
    List<Reason> reasons = new ArrayList<>();
    List<Grant> grants = rows.grants(account, tenant);
    RightsRows.@Nullable Freeze frozen = rows.freeze(tenant).orElse(null);
    for (Grant grant : grants) {
      Rights given = Rights.of(List.of(grant), frozen, tenants.root().id());
      Set<String> permissions =
          grant.instance() == null
              ? given.here()
              : given.instances().getOrDefault(grant.instance(), Set.of());
      for (String permission : permissions) {
        reasons.add(
            new Reason(
                permission,
                grant.role(),
                tenants.find(grant.at()),
                grant.scope(),
                Optional.ofNullable(grant.instance()),
                Optional.ofNullable(grant.group())));
      }
    }
    return reasons;
  }

  /**
   * The tenant that the path or id names, when the running caller has the permission on it.
   *
   * @throws TenancyException.NotFound when there is none, or none that the caller may see
   * @throws TenancyException.Forbidden when the caller sees the tenant and may not do this
   * @throws TenancyException.Suspended when only the tenant's suspension stands against it
   * @throws TenancyException.Deleting when only its deletion does
   */
  public UUID requireTenant(String pathOrId, String permission) {
    Caller caller = callers.current();
    UUID tenant =
        tenants
            .lookUp(pathOrId)
            .map(Tenant::id)
            .filter(id -> may(caller, SEE, id))
            .orElseThrow(() -> new TenancyException.NotFound("Tenant", pathOrId));
    if (!may(caller, permission, tenant)) {
      throw refused(caller, tenant, permission);
    }
    return tenant;
  }

  /**
   * Passes when the running caller has the permission on a tenant that it knows of already.
   *
   * @throws TenancyException.Suspended as {@link #requireTenant}
   * @throws TenancyException.Forbidden otherwise
   */
  public void require(UUID tenant, String permission) {
    Caller caller = callers.current();
    if (!may(caller, permission, tenant)) {
      throw refused(caller, tenant, permission);
    }
  }

  /** As {@link #require}, for what is about the tenants below too. */
  public void requireThroughout(UUID tenant, String permission) {
    require(tenant, permission);
    if (!mayThroughout(callers.current(), permission, tenant)) {
      throw refuse(
          tenant, permission, "tenant '" + tenants.find(tenant).path() + "' and all below it");
    }
  }

  /**
   * As {@link #requireTenant}, for what reads the tenants below too.
   *
   * @throws TenancyException.Forbidden also when the caller has it on the tenant alone
   */
  public UUID requireSubtree(String pathOrId, String permission) {
    UUID tenant = requireTenant(pathOrId, permission);
    requireThroughout(tenant, permission);
    return tenant;
  }

  /**
   * The tenant that the path or id names, when the running caller has the permission on its
   * instance of that name. Who has it on the tenant has it on each instance, also on one that does
   * not exist: telling that is the caller's own business.
   *
   * @throws TenancyException as {@link #requireTenant}
   */
  public UUID requireInstance(String pathOrId, String instance, String permission) {
    Caller caller = callers.current();
    Optional<Tenant> tenant = tenants.lookUp(pathOrId);
    if (tenant.isPresent() && !may(caller, permission, tenant.get().id())) {
      UUID id = tenant.get().id();
      Map<UUID, Set<String>> single = rights(caller, id).instances();
      Optional<UUID> named =
          single.isEmpty()
              ? Optional.empty()
              : rows.instance(id, instance).filter(single::containsKey);
      if (named.isPresent()) {
        if (!single.getOrDefault(named.get(), Set.of()).contains(permission)) {
          throw refused(caller, id, permission);
        }
        return id;
      }
    }
    return requireTenant(pathOrId, permission);
  }

  /**
   * The tenant that the path or id names, when the running caller may see it or its instance of
   * that name.
   *
   * @throws TenancyException.NotFound otherwise
   */
  public UUID requireVisible(String pathOrId, String instance) {
    Optional<UUID> tenant = tenants.lookUp(pathOrId).map(Tenant::id);
    if (tenant.isPresent()) {
      Map<UUID, Set<String>> single = rights(callers.current(), tenant.get()).instances();
      if (!single.isEmpty()
          && rows.instance(tenant.get(), instance).filter(single::containsKey).isPresent()) {
        return tenant.get();
      }
    }
    return requireTenant(pathOrId, SEE);
  }

  /**
   * Whether the caller may view as the tenant: has throughout it what its admin reads, apart from
   * secrets, which the platform's own admins do not see either. A view that is on counts for
   * nothing here.
   */
  public boolean mayView(Caller caller, UUID tenant) {
    return missingToView(caller, tenant).isEmpty();
  }

  /**
   * The tenant that the path or id names, when the running caller may view as it; see {@link
   * #mayView}.
   *
   * @throws TenancyException.NotFound as {@link #requireTenant}, also for the platform
   * @throws TenancyException.Forbidden when the caller sees the tenant and less than its admin
   */
  public UUID requireView(String pathOrId) {
    Caller caller = callers.current();
    UUID tenant =
        tenants
            .lookUp(pathOrId)
            .filter(found -> found.state() != Tenant.State.DELETED)
            .map(Tenant::id)
            .filter(id -> !id.equals(tenants.root().id()))
            .filter(id -> rights(caller, id, null).here().contains(SEE))
            .orElseThrow(() -> new TenancyException.NotFound("Tenant", pathOrId));
    Optional<String> missing = missingToView(caller, tenant);
    if (missing.isPresent()) {
      String where = "tenant '" + tenants.find(tenant).path() + "' and all below it";
      throw refuse(tenant, missing.get(), where);
    }
    return tenant;
  }

  private Optional<String> missingToView(Caller caller, UUID tenant) {
    Set<String> held = rights(caller, tenant, null).below();
    return Role.NEEDED_TO_VIEW.stream().filter(one -> !held.contains(one)).findFirst();
  }

  /** The tenant's instance of that name that is not uninstalled; asks for no permission. */
  public Optional<UUID> instanceNamed(UUID tenant, String name) {
    return rows.instance(tenant, name);
  }

  /**
   * Passes when the running caller has the permission on the platform.
   *
   * @throws TenancyException.Forbidden otherwise
   */
  public void requirePlatform(String permission) {
    if (!mayOnPlatform(callers.current(), permission)) {
      throw refuse(tenants.root().id(), permission, "the platform");
    }
  }

  /** Asks again for all that this replica remembers, because bindings, roles or tenants changed. */
  public void forget() {
    known.forget();
    listeners.forEach(Runnable::run);
  }

  /**
   * Calls the action after each {@link #forget}, so that open streams look at their right at once.
   * It must be quick and not throw.
   */
  public void onForgotten(Runnable action) {
    listeners.add(action);
  }

  private TenancyException refused(Caller caller, UUID tenant, String permission) {
    if (rights(caller, tenant).frozen().contains(permission)) {
      Optional<RightsRows.Freeze> freeze = rows.freeze(tenant);
      if (freeze.isPresent()) {
        boolean going = freeze.get().going();
        audit.refused(
            tenant,
            "permission.use",
            permission,
            null,
            Map.of("on", going ? "tenant that is being deleted" : "suspended tenant"));
        String path = tenants.find(freeze.get().tenant()).path();
        String reason = freeze.get().reason();
        return going
            ? new TenancyException.Deleting(path, reason)
            : new TenancyException.Suspended(path, reason);
      }
    }
    return refuse(tenant, permission, "tenant '" + tenants.find(tenant).path() + "'");
  }

  private TenancyException refuse(UUID tenant, String permission, String where) {
    audit.refused(tenant, "permission.use", permission, null, Map.of("on", where));
    return new TenancyException.Forbidden(permission, where);
  }

  /** Of the account, as far as what the caller showed is good for. */
  private Rights rights(Caller caller, UUID tenant) {
    return rights(caller, tenant, caller.credential().view().map(TenantView::tenant).orElse(null));
  }

  private Rights rights(Caller caller, UUID tenant, @Nullable UUID viewed) {
    if (!callers.stands(caller)) {
      return Rights.NONE;
    }
    Rights all = known.of(caller.accountId(), tenant, viewed);
    return caller.credential().only().map(all::within).orElse(all);
  }
}
