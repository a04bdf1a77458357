package dev.meridian.cli;

import dev.meridian.cli.api.Json;
import dev.meridian.cli.api.Refused;
import dev.meridian.cli.api.Unreachable;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** Says which version this is, and which the control plane is when it answers. */
@Command(name = "version", description = "Version of this program and of the control plane.")
final class VersionCommand implements Callable<Integer> {
  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String own =
        Objects.requireNonNullElse(
            VersionCommand.class.getPackage().getImplementationVersion(), "development");
    var answer = Json.object().put("client", own).put("java", Runtime.version().toString());
    String server;
    try {
      JsonNode version = session.api().get("/version");
      answer.set("server", version);
      server = version.path("version").asString("unknown");
    } catch (Unreachable | Refused | CommandFailure failure) {
      server = "unknown (" + failure.getMessage() + ")";
      answer.putNull("server");
    }
    session
        .terminal()
        .out()
        .println(
            session.wantsJson()
                ? Json.pretty(answer)
                : "meridian " + own + "\ncontrol plane " + server);
    return ExitCode.OK.number();
  }
}
