package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.HeldRole;
import dev.meridian.tenancy.Invitation;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Invitations to a tenant; the tenant {@code -} is the platform. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/invitations")
class InvitationController {
  /**
   * Either a role or a group of the tenant.
   *
   * @param email is the user name of the account that is made by it
   * @param scope of the role: {@code subtree} (the default), {@code tenant} alone, or one {@code
   *     instance}
   * @param instance its name, for that scope
   * @param expiresAt at most 30 days ahead; in 7 days when null
   */
  record NewInvitation(
      @NotBlank(message = "is missing: say who is invited") String email,
      @Nullable String role,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) @Nullable String scope,
      @Nullable String instance,
      @Nullable String group,
      @Nullable Instant expiresAt) {}

  /**
   * @param role null where it is for a group
   * @param scope null where it is for a group
   * @param acceptedBy user name of who took it
   * @param revokedReason why it ended, where that was nobody's decision on it
   * @param link for the person who is invited, shown this once
   */
  @Schema(name = "Invitation")
  record Shown(
      UUID id,
      String email,
      @Schema(allowableValues = {"PENDING", "ACCEPTED", "EXPIRED", "REVOKED"}) String state,
      @Nullable String role,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) @Nullable String scope,
      @Nullable String instance,
      @Nullable String group,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant acceptedAt,
      @Nullable String acceptedBy,
      @Nullable Instant revokedAt,
      String revokedReason,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String link) {

    static Shown of(Invitation one, Instant now, @Nullable String link) {
      @Nullable HeldRole role = one.role();
      return new Shown(
          one.id(),
          one.email(),
          one.state(now).name(),
          role == null ? null : role.role().name(),
          role == null ? null : role.binding().scope().key(),
          role == null ? null : role.binding().instanceName(),
          one.group(),
          one.inviterName(),
          one.createdAt(),
          one.expiresAt(),
          one.acceptedAt(),
          one.acceptedBy(),
          one.revokedAt(),
          one.revokedReason(),
          link);
    }
  }

  private final Permissions permissions;
  private final InvitationChanges changes;

  InvitationController(Permissions permissions, InvitationChanges changes) {
    this.permissions = permissions;
    this.changes = changes;
  }

  @GetMapping
  Page<Shown> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    int most = Page.limit(limit);
    @Nullable List<String> before = Cursor.decode(cursor, Cursor.Part.ID);
    return Page.of(
        changes.of(id, before == null ? null : UUID.fromString(before.getFirst()), most + 1),
        most,
        one -> List.of(one.id().toString()));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Shown create(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewInvitation asked) {
    return changes.create(permissions.requireTenant(tenant, "member:write"), asked, key);
  }

  @Problems(also = ProblemType.CONFLICT)
  @DeleteMapping("/{invitation}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String tenant, @PathVariable String invitation) {
    UUID id = permissions.requireTenant(tenant, "member:write");
    try {
      changes.revoke(id, UUID.fromString(invitation));
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("invitation", invitation);
    }
  }
}
