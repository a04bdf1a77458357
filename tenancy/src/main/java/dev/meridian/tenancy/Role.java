package dev.meridian.tenancy;

import java.util.Locale;
import java.util.Set;

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
      "volume:read",
      "volume:write",
      "usage:read",
      "key:rotate",
      "audit:read"),
  /** Sees what is done on the platform and in every tenant, and changes nothing. */
  PLATFORM_AUDITOR("region:read", "node:read", "tenant:read", "audit:read"),
  FINANCE("tenant:read", "usage:read"),
  TENANT_ADMIN(
      "tenant:read",
      "tenant:write",
      "package:read",
      "instance:read",
      "instance:write",
      "log:read",
      "volume:read",
      "volume:write",
      "secret:read",
      "secret:write",
      "secret:reveal",
      "key:rotate",
      "usage:read",
      "audit:read"),
  TENANT_DEVELOPER(
      "tenant:read",
      "package:read",
      "instance:read",
      "instance:write",
      "log:read",
      "volume:read",
      "volume:write",
      "secret:read",
      "secret:write"),
  TENANT_VIEWER("tenant:read", "package:read", "instance:read", "log:read", "volume:read");

  /** What everybody with any role may do on the platform: see what there is to choose from. */
  static final Set<String> FOR_EVERYBODY = Set.of("package:read", "region:read");

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

  /**
   * The role with this key.
   *
   * @throws TenancyException.Invalid when there is none
   */
  public static Role of(String key) {
    for (Role role : values()) {
      if (role.key().equals(key)) {
        return role;
      }
    }
    throw new TenancyException.Invalid(
        "role",
        "There is no role '%s'. Use platform-admin, platform-auditor, finance, tenant-admin, tenant-developer or tenant-viewer."
            .formatted(key));
  }
}
