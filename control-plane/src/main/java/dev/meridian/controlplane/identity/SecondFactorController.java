package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** One's own second factor, and the reset of somebody's who has lost it. */
@RestController
@RequestMapping("/api/v1")
class SecondFactorController {
  /**
   * @param possible false for accounts whose sign-in is looked after elsewhere, and for services
   * @param required whether the platform lets the account do nothing without one
   * @param since null when there is none
   * @param recoveryCodes how many are left
   */
  @Schema(name = "SecondFactor")
  record Shown(boolean possible, boolean required, @Nullable Instant since, int recoveryCodes) {}

  /** The password proves that it is the person who begins. */
  @Schema(name = "SecondFactorRequest")
  record Begin(@NotNull(message = "is missing: give your password") String password) {}

  /**
   * Shown this once; counts for nothing before a code confirms it.
   *
   * @param secret for typing, in Base32
   * @param uri what the QR code says
   * @param qrCode rows of the QR code, 1 for dark, without its margin of four
   */
  @Schema(name = "SecondFactorOffer")
  record Offer(String secret, String uri, List<String> qrCode) {}

  @Schema(name = "SecondFactorConfirmation")
  record Confirm(@NotNull(message = "is missing: give the code that is shown") String code) {}

  /** Shown this once; each lets in once in place of a code. */
  @Schema(name = "RecoveryCodes")
  record Recovery(List<String> recoveryCodes) {}

  /**
   * One of both proves that it is the person.
   *
   * @param code of the authenticator, or a recovery code
   */
  @Schema(name = "SecondFactorRemoval")
  record Disable(@Nullable String password, @Nullable String code) {}

  private final SecondFactors factors;
  private final SecondFactorChanges changes;
  private final SecondFactorPolicy policy;
  private final OwnProof proof;
  private final Callers callers;
  private final Permissions permissions;
  private final IdentitySettings settings;

  SecondFactorController(
      SecondFactors factors,
      SecondFactorChanges changes,
      SecondFactorPolicy policy,
      OwnProof proof,
      Callers callers,
      Permissions permissions,
      IdentitySettings settings) {
    this.factors = factors;
    this.changes = changes;
    this.policy = policy;
    this.proof = proof;
    this.callers = callers;
    this.permissions = permissions;
    this.settings = settings;
  }

  @Problems(forEverybody = true)
  @GetMapping("/me/second-factor")
  Shown own() {
    Caller caller = callers.current();
    Optional<SecondFactors.Enrolled> enrolled = factors.of(caller.accountId());
    return new Shown(
        proof.hasPassword(caller),
        policy.binds(caller),
        enrolled.map(SecondFactors.Enrolled::since).orElse(null),
        enrolled.map(SecondFactors.Enrolled::recoveryCodes).orElse(0));
  }

  @Problems(
      forEverybody = true,
      also = {ProblemType.CONFLICT, ProblemType.TOO_MANY_REQUESTS})
  @PostMapping("/me/second-factor")
  Offer begin(@RequestBody @Valid Begin begin) {
    TimeCodes codes = changes.offer(begin.password());
    String uri =
        codes.uri("Meridian " + settings.url().getHost(), callers.current().username()).toString();
    return new Offer(codes.secret(), uri, QrCode.of(uri));
  }

  @Problems(
      forEverybody = true,
      also = {ProblemType.CONFLICT, ProblemType.TOO_MANY_REQUESTS})
  @PostMapping("/me/second-factor/confirm")
  Recovery confirm(@RequestBody @Valid Confirm confirm) {
    return new Recovery(changes.confirm(confirm.code()));
  }

  @Problems(
      forEverybody = true,
      also = {ProblemType.CONFLICT, ProblemType.TOO_MANY_REQUESTS})
  @DeleteMapping("/me/second-factor")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void disable(@RequestBody @Valid Disable proven) {
    changes.disable(proven.password(), proven.code());
  }

  /** Takes away the second factor of somebody who has lost it, and ends the person's sessions. */
  @Problems(also = ProblemType.CONFLICT)
  @DeleteMapping("/accounts/{username}/second-factor")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void reset(@PathVariable String username) {
    permissions.requirePlatform("member:write");
    changes.reset(username);
  }
}
