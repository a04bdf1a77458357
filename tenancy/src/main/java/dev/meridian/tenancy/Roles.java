package dev.meridian.tenancy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Roles: those built in, and those that tenants make for their subtree. What a role of a tenant
 * contains, its author holds there; who gives a role, holds all that it gives. A platform
 * administrator ({@code role:grant}) may also give built-in roles that contain more.
 */
public final class Roles {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final int NAMED_HOLDERS = 5;

  private final CustomRoles rows;
  private final Scopes scopes;
  private final Tenants tenants;
  private final Permissions permissions;

  Roles(CustomRoles rows, Scopes scopes, Tenants tenants, Permissions permissions) {
    this.rows = rows;
    this.scopes = scopes;
    this.tenants = tenants;
    this.permissions = permissions;
  }

  /** The roles that tenants made and that may be bound at this one, by name. */
  public List<RoleDefinition> customAt(UUID tenant, @Nullable String after, int atMost) {
    return inOne(() -> rows.visibleAt(tenant, after, atMost));
  }

  /** The built-in roles that may be bound at the tenant. */
  public List<RoleDefinition> builtInAt(UUID tenant) {
    boolean platform = tenants.root().id().equals(tenant);
    return java.util.Arrays.stream(Role.values())
        .filter(role -> role.isOfPlatform() == platform)
        .map(RoleDefinition::of)
        .toList();
  }

  /**
   * The role of that name as it is known at the tenant: built in, or the nearest that the tenant or
   * one above it made.
   *
   * @throws TenancyException.Invalid when there is none
   */
  public RoleDefinition require(UUID tenant, String name) {
    return find(tenant, name)
        .orElseThrow(
            () ->
                new TenancyException.Invalid(
                    "role",
                    "There is no role '%s' here. Use %s, or a role that the tenant or one above it made."
                        .formatted(
                            name,
                            String.join(
                                ", ",
                                java.util.Arrays.stream(Role.values()).map(Role::key).toList()))));
  }

  /** As {@link #require}; empty when there is none. */
  public Optional<RoleDefinition> find(UUID tenant, String name) {
    Optional<RoleDefinition> builtIn = Role.find(name).map(RoleDefinition::of);
    return builtIn.isPresent() ? builtIn : inOne(() -> rows.find(tenant, name));
  }

  /**
   * Passes when the author may put these permissions into a role of the tenant. Call before the
   * change and outside of scopes.
   *
   * @throws TenancyException.NotHeld when the author lacks one in the tenant's subtree
   */
  public void requireAuthor(Caller author, UUID tenant, Set<String> contained) {
    Delegation.requireKnown(contained);
    Delegation.require(
        permissions.throughout(author, tenant),
        contained,
        "permissions",
        "The role",
        where(tenant) + " and all below it");
  }

  /**
   * Passes when the giver may bind the role there. Call before the change and outside of scopes.
   *
   * @param instance for the scope of one instance
   * @throws TenancyException.NotHeld when the giver lacks what the role gives
   */
  public void requireGiver(
      Caller giver, RoleDefinition role, UUID tenant, RoleScope scope, @Nullable UUID instance) {
    Set<String> held =
        switch (scope) {
          case SUBTREE -> permissions.throughout(giver, tenant);
          case TENANT -> permissions.on(giver, tenant);
          case INSTANCE ->
              instance == null ? Set.of() : permissions.onInstance(giver, tenant, instance);
        };
    if (role.isBuiltIn() && permissions.may(giver, "role:grant", tenant)) {
      return;
    }
    Delegation.require(
        held,
        role.permissions(),
        "role",
        "The role " + role.name(),
        where(tenant) + (scope == RoleScope.SUBTREE ? " and all below it" : ""));
  }

  /**
   * Passes when the mover may move the tenant to where others hold roles: whoever holds one above
   * the new place gets what it contains, which nobody may give who does not hold it. Call before
   * the change and outside of scopes.
   *
   * @throws TenancyException.NotHeld when the mover lacks what a role can contain
   */
  public void requireMover(Caller mover, UUID tenant) {
    if (permissions.may(mover, "role:grant", tenant)) {
      return;
    }
    Delegation.require(
        permissions.throughout(mover, tenant),
        Role.TENANT_ADMIN.permissions(),
        "parent",
        "A role above the new place",
        where(tenant) + " and all below it");
  }

  /**
   * Passes when the giver may give each of these. Call as {@link #requireGiver}.
   *
   * @throws TenancyException.NotHeld when the giver lacks what one of them gives
   */
  public void requireGiverOfAll(Caller giver, List<HeldRole> all) {
    for (HeldRole one : all) {
      RoleBinding binding = one.binding();
      requireGiver(giver, one.role(), binding.tenant(), binding.scope(), binding.instance());
    }
  }

  /**
   * Makes a role.
   *
   * @throws TenancyException.NameTaken for the name of another one, or of a built-in one
   */
  public RoleDefinition create(
      UUID tenant, String name, String description, Set<String> contained) {
    Delegation.requireKnown(contained);
    if (!NAME.matcher(name).matches()) {
      throw new TenancyException.Invalid(
          "name",
          "The role name '%s' is not possible. Use at most 63 lower-case letters, digits and dashes, with no dash at either end."
              .formatted(name));
    }
    if (Role.find(name).isPresent()) {
      throw new TenancyException.NameTaken("The built-in role", name);
    }
    return inOne(
        () -> {
          rows.insert(tenant, name, description, contained);
          return own(tenant, name);
        });
  }

  /**
   * The role that the tenant itself made; inside of tenant administration nobody else changes it
   * until the end.
   *
   * @throws TenancyException.NotFound when it made none of that name
   */
  public RoleDefinition own(UUID tenant, String name) {
    return inOne(() -> rows.lockOwn(tenant, name))
        .orElseThrow(() -> new TenancyException.NotFound("Role", name));
  }

  /** Replaces what a role of the tenant contains, for all who have it. */
  public RoleDefinition change(
      UUID tenant, String name, String description, Set<String> contained) {
    Delegation.requireKnown(contained);
    return inOne(
        () -> {
          rows.update(tenant, name, description, contained);
          return own(tenant, name);
        });
  }

  /**
   * Deletes a role of the tenant.
   *
   * @throws TenancyException.Conflict while somebody has it
   */
  public void delete(UUID tenant, String name) {
    inOne(
        () -> {
          own(tenant, name);
          List<String> holders = rows.holders(tenant, name, NAMED_HOLDERS);
          if (!holders.isEmpty()) {
            throw new TenancyException.Conflict(
                "Role '%s' is given to %s. Take it away from everybody first."
                    .formatted(name, String.join(", ", holders)));
          }
          rows.delete(tenant, name);
          return true;
        });
  }

  private String where(UUID tenant) {
    TenantRef ref = tenants.find(tenant);
    return ref.isRoot() ? "the platform" : "tenant '" + ref.path() + "'";
  }

  private <T> T inOne(Supplier<T> work) {
    return scopes.running(SystemJob.TENANT_ADMINISTRATION)
        ? work.get()
        : scopes.asSystem(SystemJob.TENANT_ADMINISTRATION, work);
  }
}
