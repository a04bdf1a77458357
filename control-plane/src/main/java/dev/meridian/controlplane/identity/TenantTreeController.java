package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.TenantController.Shown;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.MovePlan;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Roles;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Renames, moves, suspends and resumes tenants. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
class TenantTreeController {
  /** What is not named stays as it is. */
  @Schema(name = "TenantChange")
  record Change(@Nullable String name, @Size(max = 200) @Nullable String displayName) {}

  /**
   * @param parent path or id of the new parent; {@code -} for the top
   */
  @Schema(name = "TenantMove")
  record Move(@NotBlank(message = "is missing: name the new parent") String parent) {}

  /**
   * @param reason for those whose changes are refused
   */
  @Schema(name = "TenantSuspension")
  record Suspension(@Size(max = 500) @Nullable String reason) {}

  /**
   * @param scope {@code all}, {@code region:NAME} or {@code package:NAME}
   * @param limit null where only a guarantee counts
   * @param used what counts under the limit after the move
   * @param moved what of it moves; negative where it counts no more
   */
  @Schema(name = "MovedQuota")
  record Quota(
      String tenantPath,
      String scope,
      String resource,
      @Nullable Long limit,
      long used,
      long moved) {}

  /**
   * @param tenantPath where the role is bound
   * @param gained false: the role ends to count
   */
  @Schema(name = "MovedAccess")
  record Access(String username, String role, String tenantPath, boolean gained) {}

  /**
   * @param to the path after the move; the label, and so the names of pods, stay
   * @param tenants how many move, with all below it
   * @param access who gains or loses rights by roles above it; the first 200
   */
  @Schema(name = "TenantMoved")
  record Moved(
      boolean dryRun,
      String from,
      String to,
      int tenants,
      List<Quota> quotas,
      List<Access> access) {}

  private final TenantChanges changes;
  private final TenantController tenants;
  private final Permissions permissions;
  private final Callers callers;
  private final FromAbove fromAbove;
  private final Roles roles;

  TenantTreeController(
      TenantChanges changes,
      TenantController tenants,
      Permissions permissions,
      Callers callers,
      FromAbove fromAbove,
      Roles roles) {
    this.changes = changes;
    this.tenants = tenants;
    this.permissions = permissions;
    this.callers = callers;
    this.fromAbove = fromAbove;
    this.roles = roles;
  }

  @Problems(also = {ProblemType.PRECONDITION_REQUIRED, ProblemType.NAME_TAKEN})
  @PutMapping
  ResponseEntity<Shown> change(
      @PathVariable String tenant,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody @Valid Change asked) {
    UUID id = fromAbove.require(tenant);
    return TenantController.tagged(
        changes.rename(id, asked.name(), asked.displayName(), ifMatch, tenants::shown));
  }

  @Problems(also = {ProblemType.NAME_TAKEN, ProblemType.CONFLICT, ProblemType.QUOTA_EXCEEDED})
  @PostMapping("/move")
  Moved move(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody @Valid Move asked) {
    UUID id = fromAbove.require(tenant);
    UUID parent = permissions.requireSubtree(asked.parent(), "tenant:write");
    // Who has seen a preview sends the tag of what it showed; who has not, means what is there.
    String seen = ifMatch == null ? "*" : ifMatch;
    Caller caller = callers.current();
    roles.requireMover(caller, id);
    return moved(
        dryRun,
        changes
            .move(id, parent, seen, dryRun)
            .seen(
                above -> permissions.may(caller, "tenant:read", above),
                above -> permissions.may(caller, "member:read", above)));
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/suspend")
  ResponseEntity<Shown> suspend(
      @PathVariable String tenant,
      @RequestBody(required = false) @Nullable @Valid Suspension asked) {
    UUID id = fromAbove.require(tenant);
    String reason = asked == null || asked.reason() == null ? "" : asked.reason();
    return TenantController.tagged(changes.suspend(id, reason, tenants::shown));
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/resume")
  ResponseEntity<Shown> resume(@PathVariable String tenant) {
    UUID id = fromAbove.require(tenant);
    return TenantController.tagged(changes.resume(id, tenants::shown));
  }

  private static Moved moved(boolean dryRun, MovePlan plan) {
    return new Moved(
        dryRun,
        plan.from(),
        plan.to(),
        plan.tenants(),
        plan.quotas().stream()
            .map(
                one ->
                    new Quota(
                        one.tenantPath(),
                        one.scope().text(),
                        one.resource().key(),
                        one.limit(),
                        one.used(),
                        one.moved()))
            .toList(),
        plan.access().stream()
            .map(one -> new Access(one.username(), one.role(), one.tenantPath(), one.gained()))
            .toList());
  }
}
