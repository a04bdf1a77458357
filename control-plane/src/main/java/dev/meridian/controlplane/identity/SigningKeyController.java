package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The key that signs the embedded issuer's tokens. */
@RestController
class SigningKeyController {
  /**
   * @param signsFrom when the new key begins to sign
   * @param verifiesUntil until when tokens of the key before are taken
   */
  @Schema(name = "RotatedSigningKey")
  record Rotated(Instant signsFrom, Instant verifiesUntil) {}

  private final ObjectProvider<SigningKeyRotation> rotation;
  private final Permissions permissions;
  private final IdentitySettings settings;
  private final InstantSource clock;

  SigningKeyController(
      ObjectProvider<SigningKeyRotation> rotation,
      Permissions permissions,
      IdentitySettings settings,
      InstantSource clock) {
    this.rotation = rotation;
    this.permissions = permissions;
    this.settings = settings;
    this.clock = clock;
  }

  /** Lets a new key sign; nobody is signed out. */
  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/api/v1/signing-key/rotate")
  Rotated rotate() {
    permissions.requirePlatform("key:rotate");
    SigningKeyRotation embedded =
        Optional.ofNullable(rotation.getIfAvailable())
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.CONFLICT,
                        "Tokens are signed by %s; rotate its keys there."
                            .formatted(settings.issuer())));
    embedded.now();
    Instant from = clock.instant().plus(SigningKeys.SIGNS_AFTER);
    return new Rotated(from, from.plus(SigningKeys.VERIFIES_ON));
  }
}
