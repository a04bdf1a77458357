package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Holder;
import dev.meridian.tenancy.RoleBinding;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives and takes roles, with the audit row of each change. */
@Component
class MemberChanges {
  private final Bindings bindings;
  private final Tenants tenants;
  private final Changes changes;
  private final RightsNews news;
  private final Administrators administrators;

  MemberChanges(
      Bindings bindings,
      Tenants tenants,
      Changes changes,
      RightsNews news,
      Administrators administrators) {
    this.bindings = bindings;
    this.tenants = tenants;
    this.changes = changes;
    this.news = news;
    this.administrators = administrators;
  }

  /** Gives the role in the running transaction. */
  RoleBinding bind(Holder holder, GivenRole given) {
    UUID tenant = given.tenant();
    @Nullable Sha256 before = changes.before(tenant, "member.add", holder.id());
    bindings.bind(holder, given.role(), tenant, given.scope(), given.instance());
    changes.audit(
        tenant,
        "member.add",
        holder.name(),
        holder.id(),
        Map.of("role", given.role().name(), "scope", given.scope().key(), "kind", holder.kindKey()),
        before);
    news.rightsChange();
    return new RoleBinding(
        holder.id(),
        given.role().name(),
        tenant,
        given.scope(),
        given.instance(),
        given.instanceName());
  }

  /**
   * Takes a role away at a tenant.
   *
   * @param group whether the name is that of a group
   * @param instance only for that instance; null: for the tenant
   */
  void unbind(UUID tenant, String name, boolean group, String role, @Nullable String instance) {
    TenantRef ref = tenants.find(tenant);
    administrators.keepingOne(
        () -> {
          // The same answer for an account that does not exist: names of others are not told.
          List<Bindings.Bound> all =
              bindings.named(tenant, name, group).stream()
                  .filter(one -> one.binding().role().equals(role))
                  .filter(one -> Objects.equals(one.binding().instanceName(), instance))
                  .toList();
          if (all.isEmpty()) {
            throw notBound(name, role, ref);
          }
          Bindings.Bound taken = all.getFirst();
          UUID holder = taken.holder().id();
          @Nullable Sha256 before = changes.before(tenant, "member.remove", holder);
          // One that was uninstalled may have had the name of the present instance.
          all.stream()
              .filter(one -> one.holder().id().equals(holder))
              .map(one -> one.binding().instance())
              .distinct()
              .forEach(only -> bindings.unbind(holder, role, tenant, only));
          changes.audit(
              tenant,
              "member.remove",
              name,
              holder,
              Map.of("role", role, "kind", taken.holder().kindKey()),
              before);
          return true;
        });
  }

  private static ProblemException notBound(String name, String role, TenantRef ref) {
    return new ProblemException(
        ProblemType.NOT_FOUND,
        "\"%s\" does not have the role %s at %s."
            .formatted(
                name, role, ref.isRoot() ? "the platform" : "tenant \"" + ref.path() + "\""));
  }
}
