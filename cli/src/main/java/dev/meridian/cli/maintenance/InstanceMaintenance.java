package dev.meridian.cli.maintenance;

import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import picocli.CommandLine.Command;

/** The windows of an instance, instead of its tenant's. */
@Command(
    name = "maintenance",
    description = "When updates may restart pods of an instance, instead of its tenant's windows.")
public final class InstanceMaintenance extends MaintenanceCommands {
  InstanceMaintenance(Session session) {
    super(session);
  }

  @Override
  protected String path(Session session, String name) {
    return session.tenantPath() + "/instances/" + Api.encode(name) + "/maintenance";
  }
}
