package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
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

/** Accounts for programs, looked after at a tenant; the tenant {@code -} is the platform. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/service-accounts")
class ServiceAccountController {
  /**
   * @param role what it may do in the tenant and all below it, unless the scope says less
   * @param scope {@code subtree} (the default) or {@code tenant} alone
   * @param expiresAt when its first key runs out; null: never
   */
  record NewServiceAccount(
      @NotBlank(message = "is missing: name the account") String username,
      @Nullable String displayName,
      @NotBlank(message = "is missing: name a role") String role,
      @Schema(allowableValues = {"subtree", "tenant"}) @Nullable String scope,
      @Nullable Instant expiresAt) {}

  /**
   * @param name says what uses it
   * @param expiresAt null: never
   */
  @Schema(name = "NewServiceAccountKey")
  record NewKey(
      @NotBlank(message = "is missing: say what uses the key")
          @Size(max = 100, message = "is longer than 100 characters")
          String name,
      @Nullable Instant expiresAt) {}

  /**
   * @param lastUsedAt to the minute; null: never
   * @param secret the client secret, shown this once
   */
  @Schema(name = "ServiceAccountKey")
  record Key(
      UUID id,
      String name,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String secret) {}

  /**
   * @param username is the client id, too
   * @param keys newest first, without those that were revoked
   */
  @Schema(name = "ServiceAccount")
  record Shown(UUID id, String username, String displayName, boolean disabled, List<Key> keys) {}

  private final Permissions permissions;
  private final ServiceAccounts accounts;
  private final Members members;

  ServiceAccountController(Permissions permissions, ServiceAccounts accounts, Members members) {
    this.permissions = permissions;
    this.accounts = accounts;
    this.members = members;
  }

  @GetMapping
  Page<Shown> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    @Nullable List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT);
    int most = Page.limit(limit);
    return Page.of(
        accounts.at(id, after == null ? null : after.getFirst(), most + 1),
        most,
        one -> List.of(one.username()));
  }

  @Problems(also = ProblemType.NAME_TAKEN)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Shown create(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewServiceAccount asked) {
    UUID id = permissions.requireTenant(tenant, "member:write");
    accounts.requireFuture(asked.expiresAt());
    MemberController.Member member =
        members.addService(
            id,
            new MemberController.NewMember(
                asked.username(),
                asked.displayName(),
                asked.role(),
                Account.Kind.SERVICE_ACCOUNT.key(),
                null,
                asked.scope(),
                null),
            asked.expiresAt(),
            key);
    Shown made = accounts.get(id, asked.username());
    return new Shown(
        made.id(),
        made.username(),
        made.displayName(),
        made.disabled(),
        made.keys().stream().map(one -> withItsSecret(one, member.password())).toList());
  }

  @GetMapping("/{username}")
  Shown get(@PathVariable String tenant, @PathVariable String username) {
    return accounts.get(permissions.requireTenant(tenant, "member:read"), username);
  }

  /** Its keys and tokens are good for nothing from now on, and its name is free. */
  @DeleteMapping("/{username}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String tenant, @PathVariable String username) {
    accounts.delete(permissions.requireTenant(tenant, "member:write"), username);
  }

  @PostMapping("/{username}/keys")
  @ResponseStatus(HttpStatus.CREATED)
  Key addKey(
      @PathVariable String tenant,
      @PathVariable String username,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewKey asked) {
    return accounts.addKey(permissions.requireTenant(tenant, "member:write"), username, asked, key);
  }

  @DeleteMapping("/{username}/keys/{key}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revokeKey(
      @PathVariable String tenant, @PathVariable String username, @PathVariable String key) {
    UUID id = permissions.requireTenant(tenant, "member:write");
    try {
      accounts.revokeKey(id, username, UUID.fromString(key));
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound("key", key);
    }
  }

  /** An answer that is given again may come after more keys: the secret is of the first alone. */
  private static Key withItsSecret(Key key, @Nullable String secret) {
    boolean its = secret != null && secret.contains(key.id().toString().replace("-", ""));
    return new Key(
        key.id(),
        key.name(),
        key.createdAt(),
        key.createdBy(),
        key.expiresAt(),
        key.lastUsedAt(),
        its ? secret : null);
  }
}
