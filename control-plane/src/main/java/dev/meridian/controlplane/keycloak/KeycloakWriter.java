package dev.meridian.controlplane.keycloak;

import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.directory.Difference;
import dev.meridian.tenancy.directory.Directories;
import dev.meridian.tenancy.directory.Place;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;

/** Makes in Keycloak what lacks there: groups for tenants, and Meridian's roles. */
final class KeycloakWriter {
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

  void apply(List<Difference> differences, Set<String> groups) {
    for (Difference one : differences) {
      if (one instanceof Difference.MakeRole made) {
        role(made.role());
      } else if (one instanceof Difference.MakeGroup made) {
        group(made, groups);
      }
    }
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
    GroupRepresentation group = new GroupRepresentation();
    group.setName(made.name());
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
