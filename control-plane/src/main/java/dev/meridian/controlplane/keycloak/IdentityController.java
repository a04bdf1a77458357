package dev.meridian.controlplane.keycloak;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.directory.SyncPlan;
import dev.meridian.tenancy.directory.SyncRecord;
import dev.meridian.tenancy.directory.SyncStanding;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who vouches for people, and how what Meridian knows of them is kept in line with it. */
@RestController
@RequestMapping("/api/v1/identity")
class IdentityController {
  /**
   * @param issuer of tokens; null for the embedded one
   * @param sync null where nothing is synchronised, or before the first attempt
   */
  @Schema(name = "IdentityProvider")
  record Shown(
      @Schema(allowableValues = {"embedded", "oidc", "keycloak"}) String kind,
      @Nullable String issuer,
      @Nullable Standing sync) {}

  /**
   * @param result waiting: the last attempt failed, and is made again
   * @param reason why the last attempt failed, and what to do; null when it did not
   * @param failures how many attempts in a row failed
   * @param succeededAt null when none did yet
   * @param changed how much the last successful one changed
   * @param withheld how much it did not do; a dry run says what and why
   */
  @Schema(name = "IdentitySync")
  record Standing(
      @Schema(allowableValues = {"done", "waiting"}) String result,
      @Nullable String reason,
      int failures,
      Instant attemptedAt,
      @Nullable Instant succeededAt,
      Instant nextAt,
      int changed,
      int withheld) {
    static Standing of(SyncStanding one) {
      return new Standing(
          one.reason() == null ? "done" : "waiting",
          one.reason(),
          one.failures(),
          one.attemptedAt(),
          one.succeededAt(),
          one.nextAt(),
          one.applied(),
          one.withheld());
    }
  }

  /**
   * @param dryRun whether the differences were only found, and nothing changed
   */
  @Schema(name = "IdentitySyncResult")
  record Result(boolean dryRun, List<Change> differences, List<Held> withheld) {}

  /**
   * @param kind for programs, such as bind-role
   * @param where what changes
   * @param change a sentence for people
   */
  @Schema(name = "IdentityDifference")
  record Change(
      String kind,
      @Schema(allowableValues = {"meridian", "keycloak"}) String where,
      String change) {}

  /**
   * @param reason why it is not done, and what a person can do
   */
  @Schema(name = "WithheldDifference")
  record Held(String subject, String reason) {}

  private final Permissions permissions;
  private final SyncRecord standing;
  private final ObjectProvider<KeycloakSync> sync;
  private final ObjectProvider<KeycloakRounds> rounds;
  private final String issuer;

  IdentityController(
      Permissions permissions,
      SyncRecord standing,
      ObjectProvider<KeycloakSync> sync,
      ObjectProvider<KeycloakRounds> rounds,
      Environment environment) {
    this.permissions = permissions;
    this.standing = standing;
    this.sync = sync;
    this.rounds = rounds;
    this.issuer = environment.getProperty("meridian.oidc.issuer", "");
  }

  @GetMapping("/provider")
  Shown provider() {
    permissions.requirePlatform("member:read");
    boolean keycloak = sync.getIfAvailable() != null;
    return new Shown(
        keycloak ? "keycloak" : issuer.isBlank() ? "embedded" : "oidc",
        issuer.isBlank() ? null : issuer,
        keycloak ? standing.read().map(Standing::of).orElse(null) : null);
  }

  /**
   * Brings Meridian in line with Keycloak now.
   *
   * @param dryRun only says what would change
   * @param manyMayGo confirms that it is right when many people are gone at once
   */
  @Problems(also = {ProblemType.CONFLICT, ProblemType.UNAVAILABLE})
  @PostMapping("/sync")
  Result synchronise(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestParam(defaultValue = "false") boolean manyMayGo) {
    permissions.requirePlatform("member:write");
    KeycloakSync keycloak = sync.getIfAvailable();
    KeycloakRounds running = rounds.getIfAvailable();
    if (keycloak == null || running == null) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Nothing is synchronised with here: connect a Keycloak first, as deploy/keycloak/README.md says.");
    }
    try {
      return shown(
          dryRun,
          dryRun
              ? keycloak.dryRun(manyMayGo)
              : running
                  .now(manyMayGo)
                  .orElseThrow(
                      () ->
                          new ProblemException(
                              ProblemType.CONFLICT,
                              "A synchronisation is running already; ask for it again in a moment.")));
    } catch (KeycloakException e) {
      throw new ProblemException(ProblemType.UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }

  private static Result shown(boolean dryRun, SyncPlan plan) {
    return new Result(
        dryRun,
        plan.differences().stream()
            .map(
                one ->
                    new Change(one.kind(), one.isOutside() ? "keycloak" : "meridian", one.text()))
            .toList(),
        plan.withheld().stream().map(one -> new Held(one.subject(), one.reason())).toList());
  }
}
