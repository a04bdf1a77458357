package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.RoleController.NewRole;
import dev.meridian.controlplane.identity.RoleController.RoleChange;
import dev.meridian.controlplane.identity.RoleController.Shown;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.RoleDefinition;
import dev.meridian.tenancy.Roles;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Roles of tenants: what they contain, with the audit row of each change. */
@Component
class RoleChanges {
  private final Roles roles;
  private final Tenants tenants;
  private final Callers callers;
  private final Changes changes;
  private final Idempotency idempotency;
  private final RightsNews news;

  RoleChanges(
      Roles roles,
      Tenants tenants,
      Callers callers,
      Changes changes,
      Idempotency idempotency,
      RightsNews news) {
    this.roles = roles;
    this.tenants = tenants;
    this.callers = callers;
    this.changes = changes;
    this.idempotency = idempotency;
    this.news = news;
  }

  Page<Shown> page(UUID tenant, int limit, @Nullable String cursor) {
    List<String> position = Cursor.decode(cursor, Cursor.Part.TEXT);
    String after = position == null ? null : position.getFirst();
    List<RoleDefinition> rows =
        Stream.concat(
                roles.builtInAt(tenant).stream()
                    .filter(role -> after == null || role.name().compareTo(after) > 0),
                roles.customAt(tenant, after, limit + 1).stream())
            .sorted(Comparator.comparing(RoleDefinition::name))
            .limit(limit + 1L)
            .toList();
    return Page.of(rows, limit, role -> List.of(role.name())).map(this::shown);
  }

  Shown get(UUID tenant, String name) {
    return roles
        .find(tenant, name)
        .map(this::shown)
        .orElseThrow(() -> ProblemException.notFound("role", name));
  }

  Shown create(UUID tenant, NewRole asked, @Nullable String key) {
    Set<String> contained = new TreeSet<>(asked.permissions());
    roles.requireAuthor(callers.current(), tenant, contained);
    return changes.inOne(
        () ->
            idempotency.once(
                new Idempotency.Create(tenant, "role.create", key, asked),
                Shown.class,
                () -> {
                  RoleDefinition made =
                      roles.create(tenant, asked.name(), text(asked.description()), contained);
                  audit(tenant, "role.create", null, made);
                  return shown(made);
                }));
  }

  Shown change(UUID tenant, String name, RoleChange asked, @Nullable String ifMatch) {
    Set<String> contained = new TreeSet<>(asked.permissions());
    roles.requireAuthor(callers.current(), tenant, contained);
    return changes.inOne(
        () -> {
          RoleDefinition present = roles.own(tenant, name);
          EntityTag.require(ifMatch, EntityTag.of(present.version()), "role \"" + name + "\"");
          String description =
              asked.description() == null ? present.description() : asked.description();
          RoleDefinition changed = roles.change(tenant, name, description, contained);
          audit(tenant, "role.change", present, changed);
          news.rightsChange();
          return shown(changed);
        });
  }

  void delete(UUID tenant, String name, @Nullable String ifMatch) {
    changes.inOne(
        () -> {
          RoleDefinition present = roles.own(tenant, name);
          EntityTag.check(ifMatch, EntityTag.of(present.version()), "role \"" + name + "\"");
          roles.delete(tenant, name);
          audit(tenant, "role.delete", present, null);
          return true;
        });
  }

  private void audit(
      UUID tenant, String action, @Nullable RoleDefinition was, @Nullable RoleDefinition is) {
    RoleDefinition role = Objects.requireNonNull(is == null ? was : is);
    changes.audit(
        tenant,
        AuditNote.of(action, role.name(), tenant, contents(role))
            .changing(was == null ? null : state(was), is == null ? null : state(is)));
  }

  private static Map<String, Object> contents(RoleDefinition role) {
    return Map.of("permissions", role.permissions().stream().sorted().toList());
  }

  private static Map<String, Object> state(RoleDefinition role) {
    return Map.of(
        "name", role.name(), "description", role.description(), "contents", contents(role));
  }

  private Shown shown(RoleDefinition role) {
    @Nullable TenantRef owner = role.owner() == null ? null : tenants.find(role.owner());
    return new Shown(
        role.name(),
        role.description(),
        role.permissions().stream().sorted().toList(),
        role.isBuiltIn(),
        owner == null || owner.isRoot() ? null : owner.path(),
        EntityTag.of(role.version()));
  }

  private static String text(@Nullable String description) {
    return description == null ? "" : description;
  }
}
