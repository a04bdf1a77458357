package dev.meridian.controlplane.isolation;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Isolation;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The isolation that tenants demand of nodes. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/isolation")
class IsolationController {
  private static final String READ_PODS = "instance:read";

  /**
   * @param least of its own; {@code process}, which every node gives, demands nothing
   */
  @Schema(name = "SetTenantIsolation")
  record Wanted(
      @Schema(allowableValues = {"process", "user", "container"})
          @NotBlank(message = "is missing: give process, user or container")
          String least) {
    Isolation checked() {
      return Isolation.of(least)
          .orElseThrow(
              () ->
                  new ProblemException(
                      ProblemType.INVALID,
                      "'%s' is no level of isolation. Give user or container, or process to demand nothing."
                          .formatted(least),
                      List.of(new FieldError("/least", "process, user or container"))));
    }
  }

  private final TenantIsolation isolation;
  private final UnmetPods pods;
  private final Permissions permissions;

  IsolationController(TenantIsolation isolation, UnmetPods pods, Permissions permissions) {
    this.isolation = isolation;
    this.pods = pods;
    this.permissions = permissions;
  }

  @GetMapping
  ResponseEntity<IsolationView> show(@PathVariable String tenant) {
    return answer(isolation.of(permissions.requireTenant(tenant, "tenant:read")));
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping
  ResponseEntity<IsolationView> set(
      @PathVariable String tenant,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody @Valid Wanted wanted) {
    UUID id = permissions.requireSubtree(tenant, "tenant:write");
    return answer(isolation.set(id, wanted.checked(), ifMatch));
  }

  /**
   * Pods on nodes that give less than their tenants demand.
   *
   * @param subtree with those of the tenants below it
   */
  @GetMapping("/unmet")
  Page<UnmetPod> unmet(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "false") boolean subtree,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id =
        subtree
            ? permissions.requireSubtree(tenant, READ_PODS)
            : permissions.requireTenant(tenant, READ_PODS);
    int most = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, Cursor.Part.ID);
    return Page.of(
        pods.of(id, subtree, after == null ? null : UUID.fromString(after.getFirst()), most + 1),
        most,
        pod -> List.of(pod.podId().toString()));
  }

  private static ResponseEntity<IsolationView> answer(IsolationView view) {
    return ResponseEntity.ok().header(HttpHeaders.ETAG, view.etag()).body(view);
  }
}
