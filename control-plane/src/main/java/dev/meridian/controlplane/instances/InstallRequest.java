package dev.meridian.controlplane.instances;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.meridian.controlplane.placement.PlacementPolicy;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to install.
 *
 * @param name a DNS label, unique among the tenant's instances
 * @param version null: the newest
 * @param options against the package's schema; null: all defaults
 * @param placement null: anywhere, spread over regions
 * @param allowWaiting true: when it does not fit now, wait for capacity instead of refusing
 * @param restoreVolumes true: take the volumes that an uninstalled instance of this name and
 *     package left, as far as they are still kept
 */
public record InstallRequest(
    @NotNull(message = "is missing")
        @Pattern(
            regexp = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
            message =
                "must be a DNS label: at most 63 lower-case letters, digits and dashes, with no"
                    + " dash at either end")
        String name,
    @JsonProperty("package") @NotNull(message = "is missing: name a package") String packageName,
    @Nullable String version,
    @Nullable ObjectNode options,
    @Nullable PlacementPolicy placement,
    @Nullable Boolean allowWaiting,
    @Nullable Boolean restoreVolumes) {

  boolean waits() {
    return Boolean.TRUE.equals(allowWaiting);
  }

  boolean restores() {
    return Boolean.TRUE.equals(restoreVolumes);
  }

  PlacementPolicy policy() {
    return placement == null ? PlacementPolicy.anywhere() : placement;
  }
}
