package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.audit.Sha256;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A tenant's volumes over HTTP; kept ones can be destroyed before their time, by name. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/volumes")
class VolumeController {
  private final VolumeViews views;
  private final KeptVolumes volumes;
  private final Permissions permissions;
  private final Callers callers;
  private final Scopes scopes;
  private final Audit audit;

  VolumeController(
      VolumeViews views,
      KeptVolumes volumes,
      Permissions permissions,
      Callers callers,
      Scopes scopes,
      Audit audit) {
    this.views = views;
    this.volumes = volumes;
    this.permissions = permissions;
    this.callers = callers;
    this.scopes = scopes;
    this.audit = audit;
  }

  @GetMapping
  Page<PodViews.VolumeView> list(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "true") boolean subtree,
      @RequestParam(required = false) @Nullable String instance,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID tenantId = permissions.requireTenant(tenant, "volume:read");
    VolumeViews.Filter filter = new VolumeViews.Filter(state, instance);
    // Who may read the tenant alone gets its own, and nothing of those below.
    return subtree && permissions.mayThroughout(callers.current(), "volume:read", tenantId)
        ? scopes.inSubtree(
            tenantId, () -> views.ofSubtree(tenantId, filter, Page.limit(limit), cursor))
        : scopes.inTenant(
            tenantId, () -> views.ofTenant(tenantId, filter, Page.limit(limit), cursor));
  }

  /** Repeats the id, so that nothing is destroyed by a slip. */
  @Schema(name = "DestroyVolume")
  record Destroy(@NotNull(message = "is missing: repeat the volume's id") UUID confirm) {}

  @Problems(also = ProblemType.CONFLICT)
  @ResponseStatus(HttpStatus.ACCEPTED)
  @DeleteMapping("/{id}")
  ResponseEntity<PodViews.VolumeView> destroy(
      @PathVariable String tenant, @PathVariable UUID id, @RequestBody @Valid Destroy request) {
    UUID tenantId = permissions.requireTenant(tenant, "volume:write");
    PodViews.VolumeView volume =
        scopes
            .inTenant(tenantId, () -> views.find(tenantId, id))
            .orElseThrow(() -> ProblemException.notFound("volume", id.toString()));
    if (!id.equals(request.confirm())) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The data of the volume is destroyed for good; repeat its id in confirm.",
          List.of(new FieldError("/confirm", "must be " + id)));
    }
    if (!volume.state().equals("KEPT")) {
      throw notKept(id, volume.state());
    }
    scopes.inTenant(
        tenantId,
        () -> {
          @Nullable Sha256 before = audit.before(tenantId, "volume.destroy", id);
          if (!volumes.destroy(tenantId, id, "destroyed on request")) {
            throw notKept(id, "in use again, or waits for an install that restores it");
          }
          audit.done(
              tenantId,
              AuditNote.of("volume.destroy", volume.pod() + "/" + volume.path(), id, Map.of())
                  .from(before));
        });
    return ResponseEntity.accepted()
        .body(scopes.inTenant(tenantId, () -> views.find(tenantId, id)).orElse(volume));
  }

  private static ProblemException notKept(UUID id, String state) {
    return new ProblemException(
        ProblemType.CONFLICT,
        "Volume %s is %s; only a kept volume can be destroyed. Uninstall its instance first."
            .formatted(id, state));
  }
}
