package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Holder;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.RoleBinding;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Objects;
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
   * @param username names the account, or a group of the tenant or of one above it
   * @param kind {@code person} (the default), {@code service-account} or {@code group}
   * @param password for a new account; generated when null
   * @param scope {@code subtree} (the default), {@code tenant} alone, or one {@code instance}
   * @param instance its name, for that scope
   */
  record NewMember(
      @NotBlank(message = "is missing: name the account") String username,
      @Nullable String displayName,
      @NotBlank(message = "is missing: name a role") String role,
      @Schema(allowableValues = {"person", "service-account", "group"}) @Nullable String kind,
      @Nullable String password,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) @Nullable String scope,
      @Nullable String instance) {}

  /**
   * @param id of the account or group
   * @param username its name
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
      @Schema(allowableValues = {"person", "service-account", "group"}) String kind,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String password) {

    static Member of(
        Holder holder, RoleBinding binding, TenantRef tenant, @Nullable String password) {
      return new Member(
          holder.id(),
          holder.name(),
          holder.displayName(),
          binding.role(),
          tenant.isRoot() ? null : tenant,
          binding.scope().key(),
          binding.instanceName(),
          holder.disabled(),
          holder.kindKey(),
          password);
    }
  }

  private final Permissions permissions;
  private final Members members;
  private final MemberChanges changes;
  private final Bindings bindings;
  private final Tenants tenants;

  MemberController(
      Permissions permissions,
      Members members,
      MemberChanges changes,
      Bindings bindings,
      Tenants tenants) {
    this.permissions = permissions;
    this.members = members;
    this.changes = changes;
    this.bindings = bindings;
    this.tenants = tenants;
  }

  @GetMapping
  Page<Member> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    int most = Page.limit(limit);
    @Nullable List<String> after =
        Cursor.decode(
            cursor, Cursor.Part.TEXT, Cursor.Part.TEXT, Cursor.Part.TEXT, Cursor.Part.TEXT);
    TenantRef ref = tenants.find(id);
    return Page.of(bindings.holdersAt(id, after, most + 1), most, MemberController::position)
        .map(one -> Member.of(one.holder(), one.binding(), ref, null));
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
      @RequestParam(required = false) @Nullable String instance,
      @Schema(allowableValues = {"account", "group"}) @RequestParam(required = false)
          @Nullable String holder) {
    boolean group = Group.KIND.equals(holder);
    if (!group && holder != null && !holder.equals("account")) {
      throw new TenancyException.Invalid(
          "holder", "There is no holder '%s'. Use account or group.".formatted(holder));
    }
    UUID id = permissions.requireTenant(tenant, "member:write");
    changes.unbind(id, username, group, role, instance);
  }

  private static List<String> position(Bindings.Bound one) {
    return List.of(
        one.holder().name(),
        one.binding().role(),
        one.binding().scope().key() + Objects.requireNonNullElse(one.binding().instanceName(), ""),
        one.holder().kindKey());
  }
}
