package dev.meridian.controlplane.matrix;

import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.RoleScope;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: a column of the matrix. Each asks for the things of {@link Place#STREAMS}, apart from
 * the one whose own tenant is suspended.
 */
enum Actor {
  PLATFORM(Role.PLATFORM_ADMIN, Place.ROOT),
  FINANCE(Role.FINANCE, Place.ROOT),
  AUDITOR(Role.PLATFORM_AUDITOR, Place.ROOT),
  ADMIN(Role.TENANT_ADMIN, Place.STREAMS),
  ALONE(Role.TENANT_ADMIN, Place.STREAMS),
  DEVELOPER(Role.TENANT_DEVELOPER, Place.STREAMS),
  OPERATOR(Role.TENANT_OPERATOR, Place.STREAMS),
  VIEWER(Role.TENANT_VIEWER, Place.STREAMS),
  PARENT(Role.TENANT_ADMIN, Place.ACME),
  CHILD(Role.TENANT_ADMIN, Place.RAW),
  SIBLING(Role.TENANT_ADMIN, Place.WEB),
  OTHER(Role.TENANT_ADMIN, Place.GLOBEX),
  BARE(null, null),
  SUSPENDED(Role.TENANT_ADMIN, Place.FROZEN),
  EXPIRED(Role.TENANT_ADMIN, Place.STREAMS),
  NONE(null, null);

  private final @Nullable Role role;
  private final @Nullable Place home;

  Actor(@Nullable Role role, @Nullable Place home) {
    this.role = role;
    this.home = home;
  }

  static Actor of(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  @Nullable Role role() {
    return role;
  }

  /** Where the role is bound; null: nowhere. */
  @Nullable Place home() {
    return home;
  }

  /** Whether the role counts below its tenant too. */
  RoleScope scope() {
    return this == ALONE ? RoleScope.TENANT : RoleScope.SUBTREE;
  }

  /** Whose things are asked for. */
  Place asksFor() {
    return this == SUSPENDED ? Place.FROZEN : Place.STREAMS;
  }

  /** Whether answers may name things of this tenant. */
  boolean maySee(Place place) {
    return home != null
        && this != EXPIRED
        && (place.equals(home)
            || (scope() == RoleScope.SUBTREE && place.path().startsWith(home.path())));
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
