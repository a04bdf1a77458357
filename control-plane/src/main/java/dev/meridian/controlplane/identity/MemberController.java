package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.TenantRef;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
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

/** Who has which role at a tenant; the tenant {@code -} is the platform. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/members")
class MemberController {
  /**
   * @param kind {@code person} (the default) or {@code service-account}
   * @param password for a new account; generated when null
   * @param scope {@code subtree} (the default), {@code tenant} alone, or one {@code instance}
   * @param instance its name, for that scope
   */
  record NewMember(
      @NotBlank(message = "is missing: name the account") String username,
      @Nullable String displayName,
      @NotBlank(message = "is missing: name a role") String role,
      @Schema(allowableValues = {"person", "service-account"}) @Nullable String kind,
      @Nullable String password,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) @Nullable String scope,
      @Nullable String instance) {}

  /**
   * @param tenant null for the platform
   * @param instance name of the only instance that the role counts for; null for the tenant
   * @param password a generated one, shown this once
   */
  record Member(
      UUID id,
      String username,
      String displayName,
      String role,
      @Nullable TenantRef tenant,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) String scope,
      @Nullable String instance,
      boolean disabled,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String password) {}

  private final Permissions permissions;
  private final Members members;
  private final AccountChanges accounts;

  MemberController(Permissions permissions, Members members, AccountChanges accounts) {
    this.permissions = permissions;
    this.members = members;
    this.accounts = accounts;
  }

  @GetMapping
  Page<Member> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    return members.at(id, Page.limit(limit), cursor);
  }

  @Problems(also = ProblemType.NAME_TAKEN)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Member add(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewMember asked) {
    return members.add(permissions.requireTenant(tenant, "member:write"), asked, key);
  }

  @Problems(also = {ProblemType.INVALID, ProblemType.CONFLICT})
  @DeleteMapping("/{username}/roles/{role}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable String tenant,
      @PathVariable String username,
      @PathVariable String role,
      @RequestParam(required = false) @Nullable String instance) {
    accounts.unbind(permissions.requireTenant(tenant, "member:write"), username, role, instance);
  }
}
