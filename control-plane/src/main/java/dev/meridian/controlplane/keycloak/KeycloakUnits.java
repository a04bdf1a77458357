package dev.meridian.controlplane.keycloak;

import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import dev.meridian.tenancy.directory.IdentityDirectory.Shown;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import dev.meridian.tenancy.directory.IdentityDirectory.UnitKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.AbstractUserRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.MemberRepresentation;
import org.keycloak.representations.idm.OrganizationRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/**
 * Organisations and groups, and who is in them. A group hands its roles down to those below it, as
 * Keycloak does; what gives none gives the members' role.
 */
final class KeycloakUnits {
  /** An attribute that tells groups that Meridian made from others. */
  static final String PUBLISHED = "meridian.published";

  private final KeycloakLink link;
  private final KeycloakSettings settings;
  private final String client;
  private final Set<String> roles;
  private final Map<String, Set<String>> rolesOfGroups = new HashMap<>();
  private final List<Unit> units = new ArrayList<>();
  private final Map<String, Set<Membership>> memberships = new HashMap<>();

  KeycloakUnits(KeycloakLink link, KeycloakSettings settings, String client, Set<String> roles) {
    this.link = link;
    this.settings = settings;
    this.client = client;
    this.roles = roles;
  }

  List<Unit> units() {
    return units;
  }

  /** By the subject of the person; may be added to. */
  Map<String, Set<Membership>> memberships() {
    return memberships;
  }

  void read() {
    List<GroupRepresentation> ofPlatform = readRoles();
    GroupRepresentation top =
        link.find(realm -> realm.getGroupByPath(settings.group()))
            .orElseThrow(
                () ->
                    new KeycloakException(
                        "Keycloak has no group %s, below which the tenants are. Make it, or name another one in MERIDIAN_KEYCLOAK_GROUP."
                            .formatted(settings.group())));
    readBelow(top, null, rolesOf(top, Set.of()));
    for (GroupRepresentation group : ofPlatform) {
      if (!isOfTenants(group)) {
        readPlatform(group, rolesOf(group, Set.of()));
      }
    }
    organisations();
  }

  private boolean isOfTenants(GroupRepresentation group) {
    return group.getPath().equals(settings.group())
        || group.getPath().startsWith(settings.group() + "/");
  }

  /** Which group gives which role; the answer is the groups that do. */
  private List<GroupRepresentation> readRoles() {
    Map<String, GroupRepresentation> groups = new HashMap<>();
    for (String role : roles) {
      if (Role.find(role).isEmpty()) {
        continue;
      }
      Collection<GroupRepresentation> giving =
          link.all(
              realm ->
                  (first, most) ->
                      realm
                          .clients()
                          .get(client)
                          .roles()
                          .get(role)
                          .getRoleGroupMembers(first, most));
      for (GroupRepresentation group : giving) {
        rolesOfGroups.computeIfAbsent(group.getId(), id -> new HashSet<>()).add(role);
        groups.put(group.getId(), group);
      }
    }
    return List.copyOf(groups.values());
  }

  private Set<String> rolesOf(GroupRepresentation group, Set<String> inherited) {
    Set<String> all = new HashSet<>(inherited);
    all.addAll(rolesOfGroups.getOrDefault(group.getId(), Set.of()));
    return all;
  }

  private void readBelow(
      GroupRepresentation group, @Nullable String parent, Set<String> inherited) {
    for (GroupRepresentation below : subgroups(group)) {
      units.add(unit(below, parent));
      Set<String> given = rolesOf(below, inherited);
      Set<String> effective = given.isEmpty() ? Set.of(settings.memberRole()) : given;
      for (UserRepresentation member : members(below)) {
        effective.forEach(role -> add(member, below.getId(), role));
      }
      readBelow(below, below.getId(), given);
    }
  }

  private static Unit unit(GroupRepresentation group, @Nullable String parent) {
    boolean published =
        group.getAttributes() != null && group.getAttributes().containsKey(PUBLISHED);
    return new Unit(
        group.getId(), UnitKind.GROUP, parent, group.getName(), group.getName(), published);
  }

  /** The groups that show who has which role from here. */
  List<Shown> shown() {
    return link
        .find(realm -> realm.getGroupByPath(settings.shown()))
        .map(this::subgroups)
        .orElse(List.of())
        .stream()
        .map(
            group ->
                new Shown(
                    group.getId(),
                    group.getName(),
                    members(group).stream()
                        .map(UserRepresentation::getId)
                        .collect(Collectors.toSet())))
        .toList();
  }

  /** A group that is none of a tenant gives roles of the platform. */
  private void readPlatform(GroupRepresentation group, Set<String> given) {
    for (UserRepresentation member : members(group)) {
      given.forEach(role -> add(member, null, role));
    }
    subgroups(group).forEach(below -> readPlatform(below, given));
  }

  private void organisations() {
    // Where organisations are switched off there is nothing to read.
    Collection<OrganizationRepresentation> all =
        link.find(realm -> realm.organizations().list(0, 1)).isEmpty()
            ? List.of()
            : link.all(realm -> realm.organizations()::list);
    for (OrganizationRepresentation one : all) {
      units.add(new Unit(one.getId(), UnitKind.ORGANISATION, null, one.getAlias(), one.getName()));
      Collection<MemberRepresentation> members =
          link.all(
              realm ->
                  (first, most) ->
                      realm.organizations().get(one.getId()).members().list(first, most));
      members.forEach(member -> add(member, one.getId(), settings.memberRole()));
    }
  }

  private List<GroupRepresentation> subgroups(GroupRepresentation group) {
    return link.all(
        realm ->
            (first, most) -> realm.groups().group(group.getId()).getSubGroups(first, most, false));
  }

  private List<UserRepresentation> members(GroupRepresentation group) {
    return link.all(
        realm -> (first, most) -> realm.groups().group(group.getId()).members(first, most, true));
  }

  private void add(AbstractUserRepresentation member, @Nullable String unit, String role) {
    memberships
        .computeIfAbsent(member.getId(), id -> new HashSet<>())
        .add(new Membership(unit, role));
  }
}
