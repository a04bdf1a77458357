package dev.meridian.cli.instances;

import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** How clients reach an instance. */
@Command(name = "endpoints", description = "Names, addresses and ports of an instance.")
public final class EndpointsCommand implements Callable<Integer> {
  private static final Table ADDRESSES =
      Table.of(
          Column.text("POD", "/pod"),
          Column.text("TASK", "/task"),
          Column.text("ADVERTISED", "/advertised"),
          Column.text("INTERNAL", "/internal"),
          Column.text("NAME", "/dnsName"));

  private final Session session;

  @Parameters(paramLabel = "INSTANCE")
  String instance = "";

  EndpointsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<JsonNode> endpoints = session.api().all(InstancePath.of(session, instance) + "/endpoints");
    PrintStream out = session.terminal().out();
    if (session.wantsJson()) {
      out.println(Json.pretty(Json.array(endpoints)));
      return ExitCode.OK.number();
    }
    if (endpoints.isEmpty()) {
      out.println("No endpoints: no port of " + instance + " is advertised.");
    }
    for (JsonNode endpoint : endpoints) {
      out.println(
          session.palette().strong(Json.text(endpoint, "/name")) + " (" + of(endpoint) + ")");
      ADDRESSES
          .lines(List.copyOf(endpoint.path("addresses").values()), session.palette())
          .forEach(line -> out.println("  " + line));
      Json.text(endpoint, "/snippet").lines().forEach(line -> out.println("  " + line));
    }
    return ExitCode.OK.number();
  }

  private static String of(JsonNode endpoint) {
    String kind = Json.text(endpoint, "/kind");
    return endpoint.path("vip").isObject()
        ? kind
            + " "
            + Json.text(endpoint, "/vip/dnsName")
            + ", declared port "
            + Json.text(endpoint, "/vip/port")
        : kind;
  }
}
