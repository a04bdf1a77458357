package dev.meridian.controlplane.keycloak;

import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.Difference;
import dev.meridian.tenancy.directory.Directories;
import dev.meridian.tenancy.directory.IdentityDirectory;
import dev.meridian.tenancy.directory.IdentityDirectory.Shown;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import dev.meridian.tenancy.directory.Place;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes in Keycloak what lacks there: groups for tenants and for who has which role at them, and
 * Meridian's roles. Takes away only groups that Meridian made. What is there or gone already is no
 * error: an answer may have been lost.
 */
final class KeycloakWriter {
  private static final Logger log = LoggerFactory.getLogger(KeycloakWriter.class);

  private final KeycloakLink link;
  private final KeycloakSettings settings;
  private final Directories directories;
  private final Tenants tenants;

  KeycloakWriter(
      KeycloakLink link, KeycloakSettings settings, Directories directories, Tenants tenants) {
    this.link = link;
    this.settings = settings;
    this.directories = directories;
    this.tenants = tenants;
  }

  /** Makes the changes that are to be made outside, in order. */
  void apply(List<Difference> differences, IdentityDirectory there) {
    Set<String> groups = there.units().stream().map(Unit::id).collect(Collectors.toSet());
    Map<String, String> shown =
        there.shown().stream().collect(Collectors.toMap(Shown::name, Shown::id));
    differences.stream()
        .filter(Difference::isOutside)
        .forEach(
            one -> {
              log.info("To Keycloak, {}: {}", one.kind(), one.text());
              apply(one, groups, shown);
            });
  }

  private void apply(Difference difference, Set<String> groups, Map<String, String> shown) {
    switch (difference) {
      case Difference.MakeRole made -> role(made.role());
      case Difference.MakeGroup made -> group(made, groups);
      case Difference.RemoveGroup gone -> remove(gone.unit().id());
      case Difference.RemoveShown gone -> remove(gone.group().id());
      case Difference.ShowMember member -> {
        String group = shown.computeIfAbsent(member.group(), this::shownGroup);
        link.find(
            realm -> {
              realm.users().get(member.subject()).joinGroup(group);
              return true;
            });
      }
      case Difference.HideMember member ->
          link.find(
              realm -> {
                realm.users().get(member.subject()).leaveGroup(member.group().id());
                return true;
              });
      default -> throw new IllegalArgumentException("not made there: " + difference.text());
    }
  }

  private void remove(String group) {
    link.find(
        realm -> {
          realm.groups().group(group).remove();
          return true;
        });
  }

  private String shownGroup(String name) {
    String top =
        link.find(realm -> realm.getGroupByPath(settings.shown()))
            .map(GroupRepresentation::getId)
            .orElseGet(
                () ->
                    link.ask(
                        realm ->
                            created(realm.groups().add(group(settings.shown().substring(1))))));
    return link.ask(realm -> created(realm.groups().group(top).subGroup(group(name))));
  }

  private static GroupRepresentation group(String name) {
    GroupRepresentation group = new GroupRepresentation();
    group.setName(name);
    group.setAttributes(Map.of(KeycloakUnits.PUBLISHED, List.of("true")));
    return group;
  }

  private void role(String name) {
    link.ask(
        realm -> {
          String client = realm.clients().findByClientId(settings.api()).getFirst().getId();
          realm.clients().get(client).roles().create(new RoleRepresentation(name, null, false));
          return true;
        });
  }

  /**
   * @param groups ids of groups that stand for tenants; the new one is added
   */
  private void group(Difference.MakeGroup made, Set<String> groups) {
    UUID tenant = tenant(made.place());
    UUID above = tenant(made.parent());
    GroupRepresentation group = group(made.name());
    String id =
        link.ask(
            realm -> {
              String parent =
                  made.parent().path().equals(TenantRef.ROOT_PATH)
                      ? top(realm)
                      : directories.links().getOrDefault(above, List.of()).stream()
                          .filter(groups::contains)
                          .findFirst()
                          .orElseThrow(
                              () ->
                                  new KeycloakException(
                                      "The tenant %s has no group any more: the next synchronisation finds out why."
                                          .formatted(made.parent().path())));
              return created(realm.groups().group(parent).subGroup(group));
            });
    groups.add(id);
    directories.link(id, tenant);
  }

  private String top(RealmResource realm) {
    return realm.getGroupByPath(settings.group()).getId();
  }

  private static String created(Response response) {
    try (response) {
      if (response.getStatus() >= Response.Status.BAD_REQUEST.getStatusCode()) {
        throw new WebApplicationException(response.getStatus());
      }
      return CreatedResponseUtil.getCreatedId(response);
    }
  }

  private UUID tenant(Place place) {
    return place.tenant() != null
        ? place.tenant()
        : tenants
            .lookUp(place.path())
            .orElseThrow(
                () -> new KeycloakException("The tenant %s is gone.".formatted(place.path())))
            .id();
  }
}
