package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.GroupController.Held;
import dev.meridian.controlplane.identity.GroupController.Shown;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.HeldRole;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.RoleBinding;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Groups as the API shows them. */
@Component
class GroupViews {
  private final Groups groups;
  private final HeldRoles held;
  private final Permissions permissions;
  private final Callers callers;
  private final Tenants tenants;

  GroupViews(
      Groups groups, HeldRoles held, Permissions permissions, Callers callers, Tenants tenants) {
    this.groups = groups;
    this.held = held;
    this.permissions = permissions;
    this.callers = callers;
    this.tenants = tenants;
  }

  List<Shown> of(UUID tenant, @Nullable String after, int atMost) {
    return groups.of(tenant, after, atMost).stream().map(one -> Shown.of(one, null)).toList();
  }

  /** With its roles at tenants whose members the caller may see. */
  Shown get(UUID tenant, String name) {
    Caller caller = callers.current();
    Group group = groups.own(tenant, name);
    return Shown.of(
        group,
        held.of(group).stream()
            .map(HeldRole::binding)
            .filter(one -> permissions.may(caller, "member:read", one.tenant()))
            .map(this::shown)
            .toList());
  }

  private Held shown(RoleBinding binding) {
    TenantRef at = tenants.find(binding.tenant());
    return new Held(
        binding.role(),
        at.isRoot() ? null : at.path(),
        binding.scope().key(),
        binding.instanceName());
  }
}
