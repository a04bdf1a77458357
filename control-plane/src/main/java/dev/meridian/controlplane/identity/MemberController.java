package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.TenantRef;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who has which role at a tenant; the tenant {@code -} is the platform. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/members")
class MemberController {
  /**
   * @param kind {@code person} (the default) or {@code service-account}
   * @param password for a new account; generated when null
   */
  record NewMember(
      @Nullable String username,
      @Nullable String displayName,
      @Nullable String role,
      @Nullable String kind,
      @Nullable String password) {}

  /**
   * @param tenant null for the platform
   * @param password a generated one, shown this once
   */
  record Member(
      UUID id,
      String username,
      String displayName,
      String role,
      @Nullable TenantRef tenant,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String password) {}

  private final Permissions permissions;
  private final Members members;

  MemberController(Permissions permissions, Members members) {
    this.permissions = permissions;
    this.members = members;
  }

  @GetMapping
  Page<Member> list(@PathVariable String tenant) {
    UUID id = permissions.requireTenant(tenant, "tenant:write");
    return new Page<>(members.at(id), null);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Member add(@PathVariable String tenant, @RequestBody NewMember asked) {
    UUID id = permissions.requireTenant(tenant, "tenant:read");
    permissions.requirePlatform("tenant:write");
    return members.add(
        id, required(asked.username(), "username"), required(asked.role(), "role"), asked);
  }

  private static String required(@Nullable String value, String name) {
    if (value == null || value.isBlank()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The member has no %s; give one.".formatted(name),
          List.of(new FieldError("/" + name, "is missing")));
    }
    return value;
  }
}
