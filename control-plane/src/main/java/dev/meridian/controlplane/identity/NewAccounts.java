package dev.meridian.controlplane.identity;

import static dev.meridian.controlplane.identity.GivenRoles.invalid;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.TenancyException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes accounts of people and programs in two steps: what is slow, or must be there first, before
 * the transaction; the rows inside of it.
 */
@Component
class NewAccounts {
  private final Accounts accounts;
  private final PasswordEncoder passwords;
  private final ObjectProvider<RegisteredClients> clients;
  private final ServiceAccountRows serviceAccounts;
  private final ServiceAccountKeys keys;

  NewAccounts(
      Accounts accounts,
      PasswordEncoder passwords,
      ObjectProvider<RegisteredClients> clients,
      ServiceAccountRows serviceAccounts,
      ServiceAccountKeys keys) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.clients = clients;
    this.serviceAccounts = serviceAccounts;
    this.keys = keys;
  }

  /**
   * An account that is to be made.
   *
   * @param hash the encoded password of a person
   * @param first the first key of a program
   * @param shown a secret that was generated, to be shown once
   */
  record Prepared(
      String username,
      String displayName,
      @Nullable String hash,
      ServiceAccountKeys.@Nullable Fresh first,
      @Nullable String shown) {
    @Override
    public String toString() {
      return "account " + username;
    }
  }

  /** A person; a password is generated where none is chosen. */
  Prepared person(String username, @Nullable String displayName, @Nullable String chosen) {
    if (chosen != null) {
      PasswordRule.check("/password", chosen);
    }
    @Nullable String generated = chosen == null ? GeneratedPassword.next() : null;
    return new Prepared(
        username,
        displayName == null ? username : displayName,
        passwords.encode(chosen != null ? chosen : String.valueOf(generated)),
        null,
        generated);
  }

  /**
   * A program, with its client at the embedded server.
   *
   * @param expiresAt when its first key runs out; null: never
   */
  Prepared program(
      String username,
      @Nullable String displayName,
      @Nullable String chosen,
      @Nullable Instant expiresAt) {
    if (chosen != null) {
      PasswordRule.check("/password", chosen);
    }
    requireProgram(username);
    ServiceAccountKeys.Fresh first =
        chosen == null ? ServiceAccountKeys.generated("first", expiresAt) : keys.chosen(chosen);
    // First: a client without its account can do nothing and is replaced by the next attempt.
    clients.getObject().provideServiceAccount(username);
    return new Prepared(
        username,
        displayName == null ? username : displayName,
        null,
        first,
        chosen == null ? first.secret() : null);
  }

  /** Passes for names that programs may have, where programs can have accounts. */
  void requireProgram(String username) {
    if (username.startsWith("meridian-")) {
      throw invalid("/username", "Names of service accounts do not start with meridian-.");
    }
    if (clients.getIfAvailable() == null) {
      throw invalid(
          "/kind",
          "Service accounts are made at the external issuer; add the account as a person with the issuer's name for it.");
    }
  }

  /**
   * Makes it in the running transaction.
   *
   * @param tenant which looks after a program
   * @param by who makes it; empty for a person who makes an account of their own
   */
  Account make(UUID tenant, Prepared asked, Optional<Caller> by) {
    ServiceAccountKeys.@Nullable Fresh first = asked.first();
    Account made =
        accounts.create(
            asked.username(),
            asked.displayName(),
            first == null ? Account.Kind.PERSON : Account.Kind.SERVICE_ACCOUNT,
            asked.hash());
    if (first != null) {
      serviceAccounts.adopt(tenant, made.id());
      keys.add(made.id(), first, by.orElseThrow(TenancyException.NotSignedIn::new));
    }
    return made;
  }
}
