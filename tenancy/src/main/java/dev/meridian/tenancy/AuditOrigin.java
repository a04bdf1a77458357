package dev.meridian.tenancy;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Through what something was asked.
 *
 * @param id the agent that it came through; null when it came through none
 * @param actorId the account; null when there is none
 * @param actor a name for people
 * @param behalf the person who stands behind a service account; null when nobody is known to
 * @param address network address that it came from, as far as known
 */
public record AuditOrigin(
    Kind kind,
    @Nullable UUID id,
    @Nullable UUID actorId,
    String actor,
    @Nullable Behalf behalf,
    @Nullable String address) {
  /** What asks. */
  public enum Kind {
    PERSON,
    SERVICE_ACCOUNT,
    AGENT,
    SYSTEM,
    ANONYMOUS
  }

  /** The platform by itself. */
  public static AuditOrigin ofSystem() {
    return new AuditOrigin(Kind.SYSTEM, null, null, "system", null, null);
  }

  /** An agent, or a node that wants to become one. */
  public static AuditOrigin ofAgent(@Nullable UUID agent, @Nullable String address) {
    return new AuditOrigin(Kind.AGENT, agent, null, "agent", null, address);
  }

  /** Somebody who is not signed in. */
  public static AuditOrigin ofNobody(@Nullable String address) {
    return new AuditOrigin(Kind.ANONYMOUS, null, null, "anonymous", null, address);
  }

  /** Whoever calls; the platform itself where nobody does. */
  public static AuditOrigin of(Optional<Caller> caller) {
    return caller
        .map(
            found ->
                new AuditOrigin(
                    switch (found.kind()) {
                      case PERSON -> Kind.PERSON;
                      case SERVICE_ACCOUNT -> Kind.SERVICE_ACCOUNT;
                    },
                    null,
                    found.accountId(),
                    found.username(),
                    found.credential().behalf().orElse(null),
                    found.address()))
        .orElseGet(AuditOrigin::ofSystem);
  }

  /** The name in the database and in the API. */
  String key() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
