package dev.meridian.tenancy;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a caller showed to be who it is, and what that limits it to.
 *
 * @param id the sign-in or the key; empty for what somebody else issued and looks after
 * @param only the permissions that a token is limited to; empty: all of the account's
 * @param behalf who stands behind a key; empty where nobody is known to
 * @param view the tenant that the sign-in views as, read only; empty: it acts for itself
 */
public record Credential(
    Kind kind,
    Optional<UUID> id,
    Optional<Set<String>> only,
    Optional<Behalf> behalf,
    Optional<TenantView> view) {
  /** Comes along with every limit: without it no tenant can be named at all. */
  private static final String SEE = "tenant:read";

  /** What kind of thing was shown. */
  public enum Kind {
    SIGN_IN,
    KEY,
    FOREIGN
  }

  public Credential {
    only = only.map(Credential::withSight);
  }

  /** A session of the web or a token of a device. */
  public static Credential ofSignIn(UUID id) {
    return new Credential(
        Kind.SIGN_IN, Optional.of(id), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** A token that a service account got for one of its keys. */
  public static Credential ofKey(UUID id, Optional<Set<String>> only) {
    return new Credential(Kind.KEY, Optional.of(id), only, Optional.empty(), Optional.empty());
  }

  /** What another issuer vouches for. */
  public static Credential foreign() {
    return new Credential(
        Kind.FOREIGN, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same with the view that is on; empty: with none. */
  public Credential viewing(Optional<TenantView> now) {
    return new Credential(kind, id, only, behalf, now);
  }

  /** The same with who stands behind it. */
  public Credential onBehalfOf(Optional<Behalf> person) {
    return new Credential(kind, id, only, person, view);
  }

  private static Set<String> withSight(Set<String> permissions) {
    Set<String> all = new TreeSet<>(permissions);
    all.add(SEE);
    return Set.copyOf(all);
  }
}
