package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.StartRefused;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * What the claims of an issuer's tokens mean here. Pure.
 *
 * @param username claim that names the account
 * @param displayName claim with a name for people
 * @param values claim that lists groups or roles; members of objects are separated by dots
 * @param roles what somebody gets for each value of that claim
 */
record ClaimMapping(
    String username, String displayName, String values, Map<String, Set<Membership>> roles) {
  ClaimMapping {
    roles = Map.copyOf(roles);
  }

  /**
   * Reads {@code meridian.oidc.username-claim | display-name-claim | roles-claim | roles}, the last
   * one as in {@code admins=platform-admin; devs=tenant-developer@acme/streams}. Empty when no
   * roles are given: then people get here what is bound here.
   *
   * @throws IllegalStateException for a value that cannot be used
   */
  static Optional<ClaimMapping> from(Environment environment) {
    String roles = environment.getProperty("meridian.oidc.roles", "");
    if (roles.isBlank()) {
      return Optional.empty();
    }
    if (!environment.getProperty("meridian.keycloak.client-secret", "").isBlank()) {
      throw new StartRefused(
          "MERIDIAN_OIDC_ROLES and MERIDIAN_KEYCLOAK_CLIENT_SECRET are both set, and would take back each other's roles: leave one of them out.");
    }
    return Optional.of(
        new ClaimMapping(
            environment.getProperty("meridian.oidc.username-claim", "preferred_username"),
            environment.getProperty("meridian.oidc.display-name-claim", "name"),
            environment.getProperty("meridian.oidc.roles-claim", "groups"),
            parse(roles)));
  }

  private static Map<String, Set<Membership>> parse(String text) {
    Map<String, Set<Membership>> roles = new HashMap<>();
    for (String rule : text.split(";")) {
      if (rule.isBlank()) {
        continue;
      }
      String[] sides = rule.strip().split("=", 2);
      String[] given = sides.length < 2 ? new String[0] : sides[1].strip().split("@", 2);
      Optional<Role> role = given.length == 0 ? Optional.empty() : Role.find(given[0].strip());
      boolean tenant = given.length == 2 && !given[1].strip().equals(TenantRef.ROOT_PATH);
      if (role.isEmpty() || role.get().isOfPlatform() == tenant) {
        throw new StartRefused(
            "MERIDIAN_OIDC_ROLES has '%s': write VALUE=ROLE for roles of the platform and VALUE=ROLE@TENANT for those of a tenant, such as devs=tenant-developer@acme."
                .formatted(rule.strip()));
      }
      roles
          .computeIfAbsent(sides[0].strip(), value -> new HashSet<>())
          .add(new Membership(tenant ? given[1].strip() : null, role.get().key()));
    }
    return roles;
  }

  /** Whom the claims describe; empty when they do not say who it is. */
  Optional<Person> person(@Nullable String subject, Map<String, Object> claims) {
    if (subject == null || !(claims.get(username) instanceof String name)) {
      return Optional.empty();
    }
    Set<Membership> memberships = new HashSet<>();
    for (String value : valuesIn(claims)) {
      memberships.addAll(roles.getOrDefault(value, Set.of()));
    }
    return Optional.of(
        new Person(
            subject,
            name.toLowerCase(Locale.ROOT),
            claims.get(displayName) instanceof String shown ? shown : name,
            Account.Kind.PERSON,
            true,
            memberships));
  }

  private List<String> valuesIn(Map<String, Object> claims) {
    Object at = claims.get(values);
    if (at == null) {
      at = claims;
      for (String member : values.split("\\.")) {
        at = at instanceof Map<?, ?> map ? map.get(member) : null;
      }
    }
    return switch (at) {
      case String one -> List.of(one);
      case Collection<?> many -> many.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }
}
