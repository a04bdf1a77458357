package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Caller;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Somebody who is signed in proves to be the person that the account belongs to. Each try counts
 * like a sign-in: who has a session of somebody must not try secrets with it.
 */
@Component
class OwnProof {
  private final Accounts accounts;
  private final PasswordEncoder passwords;
  private final FailedAttempts attempts;
  private final IdentitySettings settings;

  OwnProof(
      Accounts accounts,
      PasswordEncoder passwords,
      FailedAttempts attempts,
      IdentitySettings settings) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.attempts = attempts;
    this.settings = settings;
  }

  /** Whether the caller signs in with a password that is kept here. */
  boolean hasPassword(Caller caller) {
    return settings.external().isEmpty() && caller.kind() == Account.Kind.PERSON;
  }

  /**
   * Passes for who has a password here.
   *
   * @throws ProblemException conflict, for others
   */
  void requireOwnPassword(Caller caller) {
    if (!hasPassword(caller)) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "This account has no password here. %s"
              .formatted(
                  settings.external().isPresent()
                      ? "Its sign-in is looked after at %s.".formatted(settings.issuer())
                      : "A service account signs in with its client secret."));
    }
  }

  /**
   * Passes when the password is the caller's.
   *
   * @param pointer where it is in the request
   * @throws ProblemException invalid, with the field; too many requests
   */
  void password(Caller caller, String password, String pointer) {
    boolean unusedRight =
        tried(
            caller,
            () -> {
              String known = accounts.passwordHash(caller.username()).orElse("");
              return !known.isEmpty() && passwords.matches(password, known)
                  ? Optional.of(true)
                  : Optional.empty();
            },
            pointer,
            "The present password is not right.");
  }

  /**
   * What a right try leads to.
   *
   * @param attempt empty when what was given is wrong
   * @throws ProblemException invalid, with the field; too many requests
   */
  <T> T tried(Caller caller, Supplier<Optional<T>> attempt, String pointer, String wrong) {
    try (Attempt counted =
        attempts.begin(FailedAttempts.Door.SIGN_IN, caller.username(), caller.address())) {
      counted
          .refusedFor()
          .ifPresent(
              wait -> {
                throw new ProblemException(
                        ProblemType.TOO_MANY_REQUESTS, TooManyAttempts.detail(wait))
                    .retryAfter(wait);
              });
      Optional<T> right = attempt.get();
      if (right.isEmpty()) {
        counted.failed();
        throw new ProblemException(
            ProblemType.INVALID, wrong, List.of(new FieldError(pointer, wrong)));
      }
      counted.succeeded();
      return right.get();
    }
  }
}
