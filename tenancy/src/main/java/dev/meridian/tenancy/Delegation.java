package dev.meridian.tenancy;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** The rule that nobody gives what they do not hold. Pure. */
final class Delegation {
  private Delegation() {}

  /**
   * Passes when {@code held} has all that is given.
   *
   * @param field name of the value in the request that gives too much
   * @param where the place, for people
   * @throws TenancyException.NotHeld otherwise, with what is missing
   */
  static void require(
      Set<String> held, Collection<String> given, String field, String what, String where) {
    Set<String> missing = new TreeSet<>(given);
    missing.removeAll(held);
    if (!missing.isEmpty()) {
      throw new TenancyException.NotHeld(field, what, where, missing);
    }
  }

  /**
   * What a role of a tenant may consist of.
   *
   * @throws TenancyException.Invalid for nothing, or for a permission that does not exist there
   */
  static void requireKnown(Set<String> permissions) {
    if (permissions.isEmpty()) {
      throw new TenancyException.Invalid(
          "permissions", "A role needs at least one permission, such as instance:read.");
    }
    Set<String> unknown = new TreeSet<>(permissions);
    unknown.removeAll(Role.permissionsForTenants());
    if (!unknown.isEmpty()) {
      throw new TenancyException.Invalid(
          "permissions",
          "A tenant's role cannot contain %s. Choose from %s."
              .formatted(
                  String.join(", ", unknown), String.join(", ", Role.permissionsForTenants())));
    }
  }
}
