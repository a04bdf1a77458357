package dev.meridian.cli.tenants;

import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks whether the caller may do something: exit code 0 for yes, 1 for no. */
@Command(
    name = "can-i",
    description = "Ask whether you may do something here: exit code 0 for yes, 1 for no.")
public final class CanICommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "VERB", description = "Such as write.")
  String verb = "";

  @Parameters(index = "1", paramLabel = "RESOURCE", description = "Such as instance.")
  String resource = "";

  @Option(names = "--instance", paramLabel = "NAME", description = "On this instance only.")
  @Nullable String instance;

  CanICommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String path =
        Api.withQuery(session.tenantPath() + "/can-i", "permission", resource + ":" + verb);
    JsonNode answer =
        session.api().get(instance == null ? path : Api.withQuery(path, "instance", instance));
    boolean allowed = answer.path("allowed").asBoolean(false);
    session
        .terminal()
        .out()
        .println(session.wantsJson() ? Json.pretty(answer) : allowed ? "yes" : "no");
    return (allowed ? ExitCode.OK : ExitCode.FAILED).number();
  }
}
