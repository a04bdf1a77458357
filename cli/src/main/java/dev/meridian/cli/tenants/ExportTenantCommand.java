package dev.meridian.cli.tenants;

import dev.meridian.cli.OutputFile;
import dev.meridian.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes everything that a tenant owns. */
@Command(
    name = "export",
    description = "Write everything that a tenant and those below it own, as JSON lines.")
final class ExportTenantCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PATH")
  String path = "";

  @Mixin OutputFile output = new OutputFile();

  ExportTenantCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return output.writeLines(session, TenantCommands.path(path) + "/export");
  }
}
