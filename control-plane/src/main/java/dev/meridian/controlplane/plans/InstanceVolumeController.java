package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.instances.Instances;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The volumes of an instance over HTTP: all that go, or are kept, when it is uninstalled. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/instances/{name}/volumes")
class InstanceVolumeController {
  private final VolumeViews views;
  private final Instances instances;
  private final Permissions permissions;
  private final Scopes scopes;

  InstanceVolumeController(
      VolumeViews views, Instances instances, Permissions permissions, Scopes scopes) {
    this.views = views;
    this.instances = instances;
    this.permissions = permissions;
    this.scopes = scopes;
  }

  @GetMapping
  Page<PodViews.VolumeView> list(@PathVariable String tenant, @PathVariable String name) {
    UUID tenantId = permissions.requireInstance(tenant, name, "instance:read");
    UUID instance = instances.require(tenantId, name);
    return new Page<>(scopes.inTenant(tenantId, () -> views.ofInstance(tenantId, instance)), null);
  }
}
