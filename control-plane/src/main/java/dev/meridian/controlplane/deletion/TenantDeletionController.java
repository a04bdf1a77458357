package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.identity.FromAbove;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Deletes tenants, and takes that back. As a tenant's name and state, its end is the business of
 * the tenant above it: nobody deletes their own.
 */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
class TenantDeletionController {
  /**
   * Repeats the path, so that nothing is deleted by a slip.
   *
   * @param confirm the tenant's path, or its id
   * @param graceDays how long it can be restored; 0 begins at once, null is the platform's default
   * @param reason for those who wonder
   */
  @Schema(name = "DeleteTenant")
  record Ask(
      @NotNull(message = "is missing: repeat the tenant's path") String confirm,
      @Min(0) @Max(DeletionSettings.MOST_DAYS) @Nullable Integer graceDays,
      @Size(max = 500) @Nullable String reason) {}

  private final TenantDeletions deletions;
  private final DeletionViews views;
  private final DeletionSettings settings;
  private final Tenants tenants;
  private final FromAbove fromAbove;
  private final Permissions permissions;
  private final Callers callers;

  TenantDeletionController(
      TenantDeletions deletions,
      DeletionViews views,
      DeletionSettings settings,
      Tenants tenants,
      FromAbove fromAbove,
      Permissions permissions,
      Callers callers) {
    this.deletions = deletions;
    this.views = views;
    this.settings = settings;
    this.tenants = tenants;
    this.fromAbove = fromAbove;
    this.permissions = permissions;
    this.callers = callers;
  }

  /** From now on nothing is changed there; its things go when the grace is over. */
  @Problems(also = ProblemType.CONFLICT)
  @DeleteMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  DeletionView begin(@PathVariable String tenant, @RequestBody @Valid Ask asked) {
    UUID id = fromAbove.require(tenant);
    String path = tenants.get(id).path();
    if (!path.equals(asked.confirm()) && !id.toString().equals(asked.confirm())) {
      throw new ProblemException(
          ProblemType.INVALID,
          "Everything of tenant \"%s\" and of all below it goes for good; repeat its path in confirm."
              .formatted(path),
          List.of(new FieldError("/confirm", "must be " + path)));
    }
    Integer days = asked.graceDays();
    deletions.begin(
        id,
        days == null ? settings.grace() : Duration.ofDays(days),
        asked.reason() == null ? "" : asked.reason(),
        callers.current());
    return shown(tenant, id);
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/restore")
  DeletionView restore(@PathVariable String tenant) {
    UUID id = fromAbove.require(tenant);
    deletions.restore(id, callers.current());
    return shown(tenant, id);
  }

  /** The newest deletion that takes the tenant along, with its steps. */
  @GetMapping("/deletion")
  DeletionView show(@PathVariable String tenant) {
    return shown(tenant, permissions.requireTenant(tenant, "tenant:read"));
  }

  private DeletionView shown(String tenant, UUID id) {
    Caller caller = callers.current();
    return views
        .newestOf(id, other -> permissions.may(caller, "tenant:read", other))
        .orElseThrow(() -> ProblemException.notFound("deletion of tenant", tenant));
  }
}
