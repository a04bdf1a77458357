package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.GroupController.NewGroup;
import dev.meridian.controlplane.identity.GroupController.Shown;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Groups;
import dev.meridian.tenancy.HeldRoles;
import dev.meridian.tenancy.audit.Sha256;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes, renames and deletes groups, with the audit row of each change. */
@Component
class GroupChanges {
  private final Groups groups;
  private final HeldRoles held;
  private final Changes changes;
  private final Creates creates;
  private final Administrators administrators;

  GroupChanges(
      Groups groups,
      HeldRoles held,
      Changes changes,
      Creates creates,
      Administrators administrators) {
    this.groups = groups;
    this.held = held;
    this.changes = changes;
    this.creates = creates;
    this.administrators = administrators;
  }

  Shown create(UUID tenant, NewGroup asked, @Nullable String key) {
    return creates.once(
        new Idempotency.Create(tenant, "group.create", key, asked),
        Shown.class,
        () -> {
          String name = asked.name();
          String displayName = asked.displayName() == null ? name : asked.displayName();
          Group made = groups.create(tenant, name, displayName);
          changes.audit(tenant, "group.create", name, made.id(), Map.of());
          return Shown.of(made, null);
        });
  }

  Shown rename(UUID tenant, String name, String displayName, @Nullable String ifMatch) {
    return changes.inOne(
        () -> {
          Group present = groups.own(tenant, name);
          EntityTag.require(ifMatch, EntityTag.of(present.version()), "group \"" + name + "\"");
          @Nullable Sha256 before = changes.before(tenant, "group.change", present.id());
          groups.rename(present, displayName);
          changes.audit(tenant, "group.change", name, present.id(), Map.of(), before);
          return Shown.of(groups.own(tenant, name), null);
        });
  }

  /** Takes from all members what the group was given, too. */
  void delete(UUID tenant, String name, @Nullable String ifMatch) {
    administrators.keepingOne(
        () -> {
          Group present = groups.own(tenant, name);
          EntityTag.check(ifMatch, EntityTag.of(present.version()), "group \"" + name + "\"");
          @Nullable Sha256 before = changes.before(tenant, "group.delete", present.id());
          Map<String, Object> lost =
              Map.of(
                  "members",
                  present.members(),
                  "roles",
                  held.of(present).stream().map(one -> one.role().name()).toList());
          groups.delete(present);
          changes.audit(tenant, "group.delete", name, present.id(), lost, before);
          return true;
        });
  }
}
