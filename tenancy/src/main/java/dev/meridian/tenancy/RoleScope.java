package dev.meridian.tenancy;

import java.util.Arrays;
import java.util.Locale;

/** How far a binding of a role reaches from the tenant that it is made at. */
public enum RoleScope {
  /** The tenant and all below it. */
  SUBTREE,
  /** The tenant alone. */
  TENANT,
  /** One instance of the tenant. */
  INSTANCE;

  /** The name in the database and in the API. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scope with this key.
   *
   * @throws TenancyException.Invalid when there is none
   */
  public static RoleScope of(String key) {
    return Arrays.stream(values())
        .filter(scope -> scope.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new TenancyException.Invalid(
                    "scope",
                    "There is no scope '%s'. Use subtree, tenant or instance.".formatted(key)));
  }
}
