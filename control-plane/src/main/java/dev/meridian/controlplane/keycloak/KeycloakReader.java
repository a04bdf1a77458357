package dev.meridian.controlplane.keycloak;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.directory.IdentityDirectory;
import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.RoleRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Reads what Keycloak has of people, tenants and roles. */
final class KeycloakReader {
  /** So many who seem to be gone are asked for by id; more are left to a person to confirm. */
  private static final int ASKED_AGAIN = 200;

  private final KeycloakLink link;
  private final KeycloakSettings settings;

  KeycloakReader(KeycloakLink link, KeycloakSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  /** Subjects of all people that are disabled. */
  List<String> disabled() {
    return people(Boolean.FALSE).stream().map(UserRepresentation::getId).toList();
  }

  /**
   * Everything.
   *
   * @param known subjects that nobody may take for gone only because a page was read while others
   *     came and went
   */
  IdentityDirectory read(Set<String> known) {
    String client = apiClient();
    Set<String> roles = new HashSet<>();
    link.ask(realm -> realm.clients().get(client).roles().list()).stream()
        .map(RoleRepresentation::getName)
        .forEach(roles::add);
    KeycloakUnits units = new KeycloakUnits(link, settings, client, roles);
    units.read();
    Map<String, Set<Membership>> memberships = units.memberships();
    for (String role : roles) {
      if (Role.find(role).isPresent()) {
        holders(client, role)
            .forEach(
                user ->
                    memberships
                        .computeIfAbsent(user.getId(), id -> new HashSet<>())
                        .add(new Membership(null, role)));
      }
    }
    Map<String, Person> people = new HashMap<>();
    for (UserRepresentation user : people(null)) {
      people.put(user.getId(), person(user, Account.Kind.PERSON, memberships));
    }
    for (UserRepresentation user : serviceAccounts()) {
      people.put(user.getId(), person(user, Account.Kind.SERVICE_ACCOUNT, memberships));
    }
    askAgain(known, people, memberships);
    return new IdentityDirectory(
        new ArrayList<>(people.values()),
        units.units(),
        roles,
        settings.publish() ? units.shown() : List.of());
  }

  private void askAgain(
      Set<String> known, Map<String, Person> people, Map<String, Set<Membership>> memberships) {
    List<String> missing = known.stream().filter(one -> !people.containsKey(one)).toList();
    if (missing.size() > ASKED_AGAIN) {
      return;
    }
    for (String subject : missing) {
      link.find(realm -> realm.users().get(subject).toRepresentation())
          .ifPresent(user -> people.put(subject, person(user, Account.Kind.PERSON, memberships)));
    }
  }

  private String apiClient() {
    return link.ask(realm -> realm.clients().findByClientId(settings.api())).stream()
        .findFirst()
        .map(ClientRepresentation::getId)
        .orElseThrow(
            () ->
                new KeycloakException(
                    "The realm %s has no client '%s', whose roles are those of Meridian: make it, or import deploy/keycloak/meridian-realm.json."
                        .formatted(settings.realm(), settings.api())));
  }

  private List<UserRepresentation> people(@Nullable Boolean enabled) {
    return link.all(
        realm ->
            (first, most) ->
                enabled == null
                    ? realm.users().search((String) null, first, most, true)
                    : realm.users().search(null, null, null, null, first, most, enabled, true));
  }

  private List<UserRepresentation> holders(String client, String role) {
    return link.all(
        realm ->
            (first, most) ->
                realm.clients().get(client).roles().get(role).getUserMembers(first, most));
  }

  /** The list of people does not have them. */
  private List<UserRepresentation> serviceAccounts() {
    Collection<ClientRepresentation> clients =
        link.all(realm -> (first, most) -> realm.clients().findAll(null, null, null, first, most));
    List<UserRepresentation> accounts = new ArrayList<>();
    for (ClientRepresentation client : clients) {
      if (Boolean.TRUE.equals(client.isServiceAccountsEnabled())) {
        UserRepresentation user =
            link.ask(realm -> realm.clients().get(client.getId()).getServiceAccountUser());
        // A disabled client gets no token, and those that it has are worth nothing.
        user.setEnabled(
            Boolean.TRUE.equals(user.isEnabled()) && Boolean.TRUE.equals(client.isEnabled()));
        user.setFirstName(client.getName() == null ? client.getClientId() : client.getName());
        user.setLastName(null);
        accounts.add(user);
      }
    }
    return accounts;
  }

  private static Person person(
      UserRepresentation user, Account.Kind kind, Map<String, Set<Membership>> memberships) {
    String name =
        ((user.getFirstName() == null ? "" : user.getFirstName())
                + " "
                + (user.getLastName() == null ? "" : user.getLastName()))
            .strip();
    String username = user.getUsername().toLowerCase(Locale.ROOT);
    return new Person(
        user.getId(),
        username,
        name.isEmpty() ? username : name,
        kind,
        Boolean.TRUE.equals(user.isEnabled()),
        memberships.getOrDefault(user.getId(), Set.of()));
  }
}
