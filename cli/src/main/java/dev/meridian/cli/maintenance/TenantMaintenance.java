package dev.meridian.cli.maintenance;

import dev.meridian.cli.Session;
import picocli.CommandLine.Command;

/** The windows of a tenant, named by its path. */
@Command(
    name = "maintenance",
    description = "When updates may restart pods: for a tenant and those below without their own.")
public final class TenantMaintenance extends MaintenanceCommands {
  TenantMaintenance(Session session) {
    super(session);
  }

  @Override
  protected String path(Session session, String name) {
    return "/tenants/" + name.replace("/", "~") + "/maintenance";
  }
}
