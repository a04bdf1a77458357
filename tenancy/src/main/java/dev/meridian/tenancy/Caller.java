package dev.meridian.tenancy;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The account on whose behalf something is done, as it was when the request came in.
 *
 * @param address network address that the request came from, as far as known
 * @param credential what it showed; foreign where that is nobody's concern here
 */
public record Caller(
    UUID accountId,
    String username,
    String displayName,
    Account.Kind kind,
    @Nullable String address,
    Credential credential) {

  /** The person who answers for what is done: the caller, or who stands behind its credential. */
  public Optional<Behalf> person() {
    return kind == Account.Kind.PERSON
        ? Optional.of(new Behalf(accountId, username))
        : credential.behalf();
  }

  /** A caller of whom only the account matters. */
  public Caller(
      UUID accountId,
      String username,
      String displayName,
      Account.Kind kind,
      @Nullable String address) {
    this(accountId, username, displayName, kind, address, Credential.foreign());
  }
}
