package dev.meridian.controlplane.maintenance;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
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
import org.springframework.web.bind.annotation.RestController;

/** The maintenance windows of tenants and instances. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}")
class MaintenanceController {
  private static final int MOST = 20;

  /**
   * @param windows all of them, at most 20; empty: those of the nearest tenant above bind it
   */
  @Schema(name = "SetMaintenance")
  record Wanted(@Nullable List<@Nullable WantedWindow> windows) {
    List<WindowView> checked() {
      List<FieldError> wrong = new ArrayList<>();
      List<WindowView> checked = new ArrayList<>();
      if (windows == null) {
        wrong.add(new FieldError("/windows", "is missing: give [] for none"));
      } else if (windows.size() > MOST) {
        wrong.add(new FieldError("/windows", "at most " + MOST + " windows"));
      } else {
        for (int i = 0; i < windows.size(); i++) {
          @Nullable WantedWindow one = windows.get(i);
          String pointer = "/windows/" + i;
          if (one == null) {
            wrong.add(new FieldError(pointer, "is no window"));
          } else if (one.checked(pointer, wrong::add) instanceof WindowView window) {
            checked.add(window);
          }
        }
      }
      if (!wrong.isEmpty()) {
        throw new ProblemException(
            ProblemType.INVALID, "These are no maintenance windows; see the fields.", wrong);
      }
      return checked;
    }
  }

  private final Maintenance maintenance;
  private final Permissions permissions;

  MaintenanceController(Maintenance maintenance, Permissions permissions) {
    this.maintenance = maintenance;
    this.permissions = permissions;
  }

  @GetMapping("/maintenance")
  ResponseEntity<MaintenanceView> tenant(@PathVariable String tenant) {
    return answer(maintenance.ofTenant(permissions.requireTenant(tenant, "tenant:read")));
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/maintenance")
  ResponseEntity<MaintenanceView> setTenant(
      @PathVariable String tenant,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Wanted wanted) {
    UUID id = permissions.requireTenant(tenant, "tenant:write");
    return answer(maintenance.setTenant(id, wanted.checked(), ifMatch));
  }

  @GetMapping("/instances/{name}/maintenance")
  ResponseEntity<MaintenanceView> instance(@PathVariable String tenant, @PathVariable String name) {
    UUID id = permissions.requireInstance(tenant, name, "instance:read");
    return answer(maintenance.ofInstance(id, require(id, name)));
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/instances/{name}/maintenance")
  ResponseEntity<MaintenanceView> setInstance(
      @PathVariable String tenant,
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody Wanted wanted) {
    UUID id = permissions.requireInstance(tenant, name, "instance:write");
    return answer(maintenance.setInstance(id, require(id, name), name, wanted.checked(), ifMatch));
  }

  private static ResponseEntity<MaintenanceView> answer(MaintenanceView view) {
    return ResponseEntity.ok().header(HttpHeaders.ETAG, view.etag()).body(view);
  }

  private UUID require(UUID tenant, String name) {
    return permissions
        .instanceNamed(tenant, name)
        .orElseThrow(() -> ProblemException.notFound("instance", name));
  }
}
