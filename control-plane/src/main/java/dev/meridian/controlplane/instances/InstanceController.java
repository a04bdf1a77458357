package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.placement.Decision;
import dev.meridian.controlplane.placement.Explanation;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

/** Instances over HTTP. */
@RestController
@RequestMapping("/api/v1")
class InstanceController {
  private static final String READ = "instance:read";
  private static final String WRITE = "instance:write";
  private final Installer installer;
  private final Previews previews;
  private final Instances instances;
  private final InstanceOptions options;
  private final Idempotency idempotency;
  private final Decisions decisions;
  private final Permissions permissions;
  private final Callers callers;
  private final Scopes scopes;

  InstanceController(
      Installer installer,
      Previews previews,
      Instances instances,
      InstanceOptions options,
      Idempotency idempotency,
      Decisions decisions,
      Permissions permissions,
      Callers callers,
      Scopes scopes) {
    this.installer = installer;
    this.previews = previews;
    this.instances = instances;
    this.options = options;
    this.idempotency = idempotency;
    this.decisions = decisions;
    this.permissions = permissions;
    this.callers = callers;
    this.scopes = scopes;
  }

  @ApiResponse(
      responseCode = "200",
      description = "With dryRun: what an install would do; nothing was changed",
      content = @Content(schema = @Schema(implementation = Previews.Preview.class)))
  @ApiResponse(
      responseCode = "201",
      description = "Placed",
      content = @Content(schema = @Schema(implementation = InstanceView.class)))
  @ApiResponse(
      responseCode = "202",
      description = "Accepted; it waits, and its status says what for",
      content = @Content(schema = @Schema(implementation = InstanceView.class)))
  @Problems(also = {ProblemType.NAME_TAKEN, ProblemType.NOT_PLACEABLE, ProblemType.QUOTA_EXCEEDED})
  @PostMapping("/tenants/{tenant}/instances")
  ResponseEntity<?> install(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid InstallRequest request)
      throws InterruptedException {
    UUID tenantId = permissions.requireTenant(tenant, WRITE);
    if (dryRun) {
      return ResponseEntity.ok(previews.of(tenantId, request));
    }
    Caller caller = callers.current();
    UUID id =
        key == null
            ? installer.install(tenantId, request, caller)
            : scopes.inTenant(
                tenantId,
                () ->
                    idempotency.once(
                        new Idempotency.Create(tenantId, "instance.install", key, request),
                        UUID.class,
                        () -> installer.install(tenantId, request, caller)));
    return answer(tenant, tenantId, id, request.waits());
  }

  /** Answers with the decision: placed, refused with its explanation, or waiting. */
  private ResponseEntity<?> answer(String tenant, UUID tenantId, UUID id, boolean waits)
      throws InterruptedException {
    InstanceView view = decisions.await(tenantId, id, waits);
    boolean mayWait = waits;
    if (view.state().equals("WAITING") && !waits) {
      mayWait = installer.keepWaiting(tenantId, id);
      if (!mayWait) {
        view = decisions.await(tenantId, id, false);
      }
    }
    Optional<Decision> decision = decisions.of(tenantId, id);
    boolean refused = decision.isPresent() && decision.get() instanceof Decision.Refused;
    if (view.state().equals("UNINSTALLED") || (refused && !mayWait)) {
      ProblemException problem = new ProblemException(ProblemType.NOT_PLACEABLE, view.status());
      decision.ifPresent(d -> problem.with("explanation", d.explanation()));
      throw problem;
    }
    int status = view.state().equals("WAITING") ? 202 : 201;
    return ResponseEntity.status(status)
        .location(URI.create("/api/v1/tenants/" + tenant + "/instances/" + view.name()))
        .header(HttpHeaders.ETAG, view.etag())
        .body(view);
  }

  @GetMapping("/tenants/{tenant}/instances")
  Page<InstanceView> list(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "true") boolean subtree,
      @RequestParam(name = "package", required = false) @Nullable String packageName,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, READ);
    // Who may read the tenant alone gets its own, and nothing of those below.
    return instances.ofTenant(
        id,
        subtree && permissions.mayThroughout(callers.current(), READ, id),
        new Instances.Filter(packageName, state),
        Page.limit(limit),
        cursor);
  }

  @GetMapping("/instances")
  Page<InstanceView> listAll(
      @RequestParam(name = "package", required = false) @Nullable String packageName,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform(READ);
    return instances.ofAll(new Instances.Filter(packageName, state), Page.limit(limit), cursor);
  }

  @GetMapping("/tenants/{tenant}/instances/{name}")
  ResponseEntity<InstanceView> show(@PathVariable String tenant, @PathVariable String name) {
    InstanceView view = instances.get(permissions.requireInstance(tenant, name, READ), name);
    return ResponseEntity.ok().header(HttpHeaders.ETAG, view.etag()).body(view);
  }

  /**
   * What goes with the instance.
   *
   * @param confirmVolumes every volume that is destroyed, by id; needed when data goes
   */
  record Uninstall(@Nullable List<UUID> confirmVolumes) {}

  @ResponseStatus(HttpStatus.ACCEPTED)
  @DeleteMapping("/tenants/{tenant}/instances/{name}")
  ResponseEntity<InstanceView> uninstall(
      @PathVariable String tenant,
      @PathVariable String name,
      @RequestParam(defaultValue = "false") boolean deleteData,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody(required = false) @Nullable Uninstall request) {
    UUID tenantId = permissions.requireInstance(tenant, name, WRITE);
    InstanceView view = instances.get(tenantId, name);
    EntityTag.check(ifMatch, view.etag(), "instance \"" + name + "\"");
    if (deleteData) {
      confirmed(
          options.volumes(tenantId, view.id()),
          request == null || request.confirmVolumes() == null
              ? Set.of()
              : Set.copyOf(request.confirmVolumes()));
    }
    installer.uninstall(tenantId, view.id(), name, deleteData, callers.current().username());
    return ResponseEntity.accepted().body(instances.get(tenantId, view.id()));
  }

  private static void confirmed(Set<UUID> volumes, Set<UUID> confirmed) {
    List<FieldError> missing =
        volumes.stream()
            .filter(v -> !confirmed.contains(v))
            .map(v -> new FieldError("/confirmVolumes", "volume " + v + " is not named"))
            .toList();
    if (!missing.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "With deleteData the data of %d volumes is destroyed for good; name each of them in confirmVolumes."
              .formatted(volumes.size()),
          missing);
    }
  }

  @GetMapping("/tenants/{tenant}/instances/{name}/options")
  InstanceOptions.View options(@PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, READ);
    return options.view(tenantId, instances.require(tenantId, name), name);
  }

  @GetMapping("/tenants/{tenant}/instances/{name}/configurations")
  Page<InstanceOptions.Configuration> configurations(
      @PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, READ);
    return new Page<>(options.configurations(tenantId, instances.require(tenantId, name)), null);
  }

  @GetMapping("/tenants/{tenant}/instances/{name}/explanation")
  Explanation explanation(@PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, READ);
    return decisions.explanation(tenantId, instances.require(tenantId, name));
  }
}
