package dev.meridian.tenancy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What an account may do in the subtree of the tenant to which a binding ties the role. */
public enum Role {
  PLATFORM_ADMIN(
      "region:read",
      "region:write",
      "node:read",
      "tenant:read",
      "tenant:write",
      "package:read",
      "package:publish",
      "instance:read",
      "instance:write",
      "log:read",
      "metrics:read",
      "volume:read",
      "volume:write",
      "usage:read",
      "key:rotate",
      "audit:read",
      "audit:write",
      "audit:erase",
      "member:read",
      "member:write",
      "role:write",
      "role:grant",
      "plan:write",
      "pod:write"),
  /** Sees what is done on the platform and in every tenant, and changes nothing. */
  PLATFORM_AUDITOR(
      "region:read",
      "node:read",
      "tenant:read",
      "package:read",
      "instance:read",
      "metrics:read",
      "volume:read",
      "usage:read",
      "member:read",
      "audit:read"),
  FINANCE("tenant:read", "usage:read"),
  TENANT_ADMIN(
      "tenant:read",
      "tenant:write",
      "package:read",
      "instance:read",
      "instance:write",
      "log:read",
      "metrics:read",
      "volume:read",
      "volume:write",
      "secret:read",
      "secret:write",
      "secret:reveal",
      "key:rotate",
      "usage:read",
      "audit:read",
      "audit:write",
      "member:read",
      "member:write",
      "role:write",
      "plan:write",
      "pod:write"),
  TENANT_DEVELOPER(
      "tenant:read",
      "package:read",
      "instance:read",
      "instance:write",
      "log:read",
      "metrics:read",
      "volume:read",
      "volume:write",
      "secret:read",
      "secret:write",
      "plan:write",
      "pod:write"),
  /** Keeps what others installed running: steers plans and pods, and sees no secret. */
  TENANT_OPERATOR(
      "tenant:read",
      "package:read",
      "instance:read",
      "log:read",
      "metrics:read",
      "volume:read",
      "plan:write",
      "pod:write"),
  TENANT_VIEWER(
      "tenant:read", "package:read", "instance:read", "log:read", "metrics:read", "volume:read");

  /** What everybody with any role may do on the platform: see what there is to choose from. */
  static final Set<String> FOR_EVERYBODY = Set.of("package:read", "region:read");

  /** What means something on the platform only, and so is in no role that a tenant makes. */
  private static final Set<String> OF_PLATFORM =
      Set.of("region:read", "region:write", "node:read", "package:publish", "role:grant");

  /** What a view of a tenant shows, as far as whoever views has it: what its admin reads. */
  static final Set<String> SHOWN_IN_VIEW =
      TENANT_ADMIN.permissions.stream()
          .filter(one -> one.endsWith(":read"))
          .collect(Collectors.toUnmodifiableSet());

  /** What somebody has who may begin one; secrets are the tenant's own, and not in it. */
  static final Set<String> NEEDED_TO_VIEW =
      SHOWN_IN_VIEW.stream()
          .filter(PLATFORM_ADMIN.permissions::contains)
          .collect(Collectors.toCollection(TreeSet::new));

  private final Set<String> permissions;

  Role(String... permissions) {
    this.permissions = Set.of(permissions);
  }

  public Set<String> permissions() {
    return permissions;
  }

  /** Roles that are bound to the root tenant only. */
  public boolean isOfPlatform() {
    return this == PLATFORM_ADMIN || this == PLATFORM_AUDITOR || this == FINANCE;
  }

  /** The name in the database and in the API. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The built-in role with this key; empty when there is none. */
  public static Optional<Role> find(String key) {
    return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
  }

  /** Every permission that there is. */
  public static Set<String> allPermissions() {
    return Arrays.stream(values())
        .flatMap(role -> role.permissions.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every permission that a role made by a tenant may contain. */
  public static Set<String> permissionsForTenants() {
    Set<String> all = allPermissions();
    all.removeAll(OF_PLATFORM);
    return all;
  }
}
