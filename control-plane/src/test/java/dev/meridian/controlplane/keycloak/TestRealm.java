package dev.meridian.controlplane.keycloak;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.RoleScopeResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.GroupRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** What an administrator does to the realm of a test. */
final class TestRealm {
  private final RealmResource realm;

  TestRealm(RealmResource realm) {
    this.realm = realm;
  }

  /** Whether the synchronisation may change groups, from its next request on. */
  void letSyncWrite(boolean may) {
    ClientRepresentation sync = realm.clients().findByClientId("meridian-sync").getFirst();
    // What it may do is in its token: it gets a new one for each request.
    sync.getAttributes().put("access.token.lifespan", "2");
    realm.clients().get(sync.getId()).update(sync);
    String management = realm.clients().findByClientId("realm-management").getFirst().getId();
    String user = realm.clients().get(sync.getId()).getServiceAccountUser().getId();
    RoleScopeResource roles = realm.users().get(user).roles().clientLevel(management);
    List<RoleRepresentation> writing =
        Stream.of("manage-users", "manage-clients")
            .map(name -> realm.clients().get(management).roles().get(name).toRepresentation())
            .toList();
    if (may) {
      roles.add(writing);
    } else {
      roles.remove(writing);
    }
  }

  /** Names of the groups right below another one; none when that is not there. */
  List<String> groupsBelow(String path) {
    return find(path).stream()
        .flatMap(id -> realm.groups().group(id).getSubGroups(0, 100, true).stream())
        .map(GroupRepresentation::getName)
        .toList();
  }

  /** Usernames of the members of a group. */
  List<String> membersOf(String path) {
    return find(path).stream()
        .flatMap(id -> realm.groups().group(id).members().stream())
        .map(UserRepresentation::getUsername)
        .toList();
  }

  Optional<String> find(String path) {
    try {
      return Optional.of(realm.getGroupByPath(path).getId());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  String person(String username) {
    UserRepresentation user = new UserRepresentation();
    user.setUsername(username);
    user.setEmail(username + "@example.org");
    user.setFirstName(username);
    user.setLastName("Example");
    user.setEmailVerified(true);
    user.setEnabled(true);
    CredentialRepresentation password = new CredentialRepresentation();
    password.setType(CredentialRepresentation.PASSWORD);
    password.setValue(KeycloakServer.PASSWORD);
    user.setCredentials(List.of(password));
    return created(realm.users().create(user));
  }

  String group(String parent, String name) {
    GroupRepresentation group = new GroupRepresentation();
    group.setName(name);
    return created(realm.groups().group(parent).subGroup(group));
  }

  void giveRole(String group, String role) {
    String api = realm.clients().findByClientId("meridian").getFirst().getId();
    realm
        .groups()
        .group(group)
        .roles()
        .clientLevel(api)
        .add(List.of(realm.clients().get(api).roles().get(role).toRepresentation()));
  }

  static ProtocolMapperRepresentation audience() {
    ProtocolMapperRepresentation mapper = new ProtocolMapperRepresentation();
    mapper.setName("meridian audience");
    mapper.setProtocol("openid-connect");
    mapper.setProtocolMapper("oidc-audience-mapper");
    mapper.setConfig(Map.of("included.client.audience", "meridian", "access.token.claim", "true"));
    return mapper;
  }

  static String created(Response response) {
    try (response) {
      return CreatedResponseUtil.getCreatedId(response);
    }
  }
}
