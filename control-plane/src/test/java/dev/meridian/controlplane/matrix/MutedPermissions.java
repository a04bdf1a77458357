package dev.meridian.controlplane.matrix;

import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Freshness;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.Tenant;
import dev.meridian.tenancy.Tenants;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Permissions that say yes at one place of the code, as if somebody had forgotten to ask there. */
final class MutedPermissions extends Permissions {
  /** The questions of which each is a check. */
  static final Set<String> CHECKS =
      Set.of(
          "requireTenant",
          "requireSubtree",
          "requireThroughout",
          "requireInstance",
          "requireVisible",
          "require",
          "requirePlatform",
          "may",
          "mayThroughout",
          "mayOnInstance",
          "mayOnPlatform",
          "requireView",
          "mayView",
          "reach");

  private static final StackWalker STACK = StackWalker.getInstance();

  private final Tenants tenants;
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private volatile @Nullable String muted;

  private MutedPermissions(
      JdbcClient jdbc,
      Scopes scopes,
      Tenants tenants,
      Callers callers,
      Audit audit,
      InstantSource clock,
      Freshness freshness) {
    super(jdbc, scopes, tenants, callers, audit, clock, freshness);
    this.tenants = tenants;
  }

  /** Puts them in the place of the application's. */
  static final class InTheApplication {
    @Bean
    @Primary
    MutedPermissions mutedPermissions(
        JdbcClient jdbc,
        Scopes scopes,
        Tenants tenants,
        Callers callers,
        Audit audit,
        InstantSource clock,
        Freshness freshness) {
      return new MutedPermissions(jdbc, scopes, tenants, callers, audit, clock, freshness);
    }
  }

  /** From now on the check there passes everybody; null: none does. */
  void mute(@Nullable String place) {
    muted = place;
  }

  /** The places that have asked since the last call. */
  Set<String> asked() {
    Set<String> places = Set.copyOf(asked);
    asked.clear();
    return places;
  }

  /** A place, as {@code Class.method check:line}. */
  static String place(String className, String method, String check, int line) {
    String simple = className.substring(className.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
    return "%s.%s %s:%d"
        .formatted(simple, method.replaceAll("^lambda\\$(.*)\\$\\d+$", "$1"), check, line);
  }

  @Override
  public UUID requireTenant(String pathOrId, String permission) {
    return passes("requireTenant") ? known(pathOrId) : super.requireTenant(pathOrId, permission);
  }

  @Override
  public UUID requireSubtree(String pathOrId, String permission) {
    return passes("requireSubtree") ? known(pathOrId) : super.requireSubtree(pathOrId, permission);
  }

  @Override
  public UUID requireInstance(String pathOrId, String instance, String permission) {
    return passes("requireInstance")
        ? known(pathOrId)
        : super.requireInstance(pathOrId, instance, permission);
  }

  @Override
  public UUID requireVisible(String pathOrId, String instance) {
    return passes("requireVisible") ? known(pathOrId) : super.requireVisible(pathOrId, instance);
  }

  @Override
  public void require(UUID tenant, String permission) {
    if (!passes("require")) {
      super.require(tenant, permission);
    }
  }

  @Override
  public void requireThroughout(UUID tenant, String permission) {
    if (!passes("requireThroughout")) {
      super.requireThroughout(tenant, permission);
    }
  }

  @Override
  public void requirePlatform(String permission) {
    if (!passes("requirePlatform")) {
      super.requirePlatform(permission);
    }
  }

  @Override
  public boolean may(Caller caller, String permission, UUID tenantId) {
    return passes("may") || super.may(caller, permission, tenantId);
  }

  @Override
  public boolean mayThroughout(Caller caller, String permission, UUID tenantId) {
    return passes("mayThroughout") || super.mayThroughout(caller, permission, tenantId);
  }

  @Override
  public boolean mayOnInstance(Caller caller, String permission, UUID tenantId, UUID instance) {
    return passes("mayOnInstance") || super.mayOnInstance(caller, permission, tenantId, instance);
  }

  @Override
  public boolean mayOnPlatform(Caller caller, String permission) {
    return passes("mayOnPlatform") || super.mayOnPlatform(caller, permission);
  }

  @Override
  public UUID requireView(String pathOrId) {
    return passes("requireView") ? known(pathOrId) : super.requireView(pathOrId);
  }

  @Override
  public boolean mayView(Caller caller, UUID tenant) {
    return passes("mayView") || super.mayView(caller, tenant);
  }

  @Override
  public Reach reach(Caller caller, String permission) {
    return passes("reach")
        ? new Reach(List.of(tenants.root().id()), List.of())
        : super.reach(caller, permission);
  }

  private UUID known(String pathOrId) {
    return tenants
        .lookUp(pathOrId)
        .map(Tenant::id)
        .orElseThrow(() -> new TenancyException.NotFound("Tenant", pathOrId));
  }

  private boolean passes(String check) {
    StackWalker.StackFrame caller =
        STACK.walk(
            frames ->
                frames
                    .filter(f -> !f.getClassName().equals(MutedPermissions.class.getName()))
                    .findFirst()
                    .orElseThrow());
    if (caller.getClassName().startsWith(Permissions.class.getName())) {
      return false;
    }
    String place =
        place(caller.getClassName(), caller.getMethodName(), check, caller.getLineNumber());
    asked.add(place);
    return place.equals(muted);
  }
}
