package dev.meridian.controlplane.overview;

import dev.meridian.controlplane.federation.ControlPlaneIdentity;
import dev.meridian.controlplane.platform.Problems;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which control plane answers, for everybody who is signed in. */
@RestController
@RequestMapping("/api/v1/version")
class VersionController {
  private final ControlPlaneIdentity identity;

  VersionController(ControlPlaneIdentity identity) {
    this.identity = identity;
  }

  /**
   * @param version of the program; {@code dev} when it does not run from a built jar
   * @param historyEpoch changes when the database is restored from a backup
   */
  @Schema(name = "ProgramVersion")
  record Version(String version, UUID controlPlaneId, UUID historyEpoch) {}

  @Problems(forEverybody = true)
  @GetMapping
  Version version() {
    ControlPlaneIdentity.Current current = identity.current();
    String program = VersionController.class.getPackage().getImplementationVersion();
    return new Version(
        Objects.requireNonNullElse(program, "dev"),
        current.controlPlaneId(),
        current.historyEpoch());
  }
}
