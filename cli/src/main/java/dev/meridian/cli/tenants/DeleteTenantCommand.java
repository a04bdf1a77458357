package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Begins the deletion of a tenant. */
@Command(
    name = "delete",
    description = {
      "Delete a tenant with all below it. Nothing can be changed there from now on; until the grace",
      "period ends, tenant restore brings it back. Export it first: tenant export."
    })
final class DeleteTenantCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PATH")
  String path = "";

  @Option(names = "--confirm", paramLabel = "PATH", description = "The path again.")
  @Nullable String confirm;

  @Option(
      names = "--grace-days",
      paramLabel = "DAYS",
      description = "How long it can be restored (default: the platform's, 7); 0: not at all.")
  @Nullable Integer graceDays;

  @Option(names = "--reason", paramLabel = "TEXT", description = "For its members.")
  @Nullable String reason;

  DeleteTenantCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    ObjectNode request = Json.object().put("confirm", confirmed());
    if (graceDays != null) {
      request.put("graceDays", graceDays);
    }
    if (reason != null) {
      request.put("reason", reason);
    }
    return session.printOne(
        session.api().delete(TenantCommands.path(path), request), DeletionCommands.DETAILS);
  }

  private String confirmed() {
    if (confirm != null) {
      return confirm;
    }
    if (!session.terminal().interactive()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Everything of %s and of all below it goes for good. Say so with --confirm %s."
              .formatted(path, path));
    }
    return session
        .terminal()
        .ask("Type the path of the tenant to delete it with all below it:")
        .strip();
  }
}
