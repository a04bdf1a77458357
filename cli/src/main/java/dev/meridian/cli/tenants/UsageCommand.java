package dev.meridian.cli.tenants;

import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who reserved how much, and when. */
@Command(
    name = "usage",
    description = "Reserved CPU, memory and disk hours per tenant, service and day.")
public final class UsageCommand implements Callable<Integer> {
  private static final Table ROWS =
      Table.of(
          Column.text("TENANT", "/tenant"),
          Column.text("SERVICE", "/service"),
          Column.text("DAY", "/day"),
          Column.number("CPU HOURS", "/cpuHours"),
          Column.number("MEMORY GIB HOURS", "/memoryGibHours"),
          Column.number("DISK GIB HOURS", "/diskGibHours"),
          Column.number("POD HOURS", "/podHours"));

  private final Session session;

  @Option(
      names = "--from",
      paramLabel = "DAY",
      description = "First day, such as 2026-11-01 (default: the first of this month).")
  @Nullable LocalDate from;

  @Option(names = "--to", paramLabel = "DAY", description = "Day after the last (default: now).")
  @Nullable LocalDate to;

  @Option(
      names = "--group-by",
      paramLabel = "LIST",
      defaultValue = "tenant,service,day",
      description = "Of tenant, service, day (default: all).")
  String groupBy = "";

  @Option(names = "--csv", description = "Comma-separated values.")
  boolean csv;

  UsageCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String query = query(csv ? "/usage.csv" : "/usage");
    if (csv) {
      return session.printText(query, "text/csv");
    }
    JsonNode report = session.api().get(query);
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(report));
      return ExitCode.OK.number();
    }
    List<JsonNode> rows = new ArrayList<>(report.path("rows").values());
    if (!rows.isEmpty() && report.path("total") instanceof ObjectNode total) {
      rows.add(total.deepCopy().put("tenant", "TOTAL"));
    }
    return session.printList(rows, ROWS, "Nothing was reserved in that time.");
  }

  private String query(String path) {
    LocalDate today = LocalDate.ofInstant(session.environment().clock().instant(), ZoneOffset.UTC);
    Instant begin =
        (from == null ? today.withDayOfMonth(1) : from).atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end =
        to == null
            ? session.environment().clock().instant()
            : to.atStartOfDay(ZoneOffset.UTC).toInstant();
    String query = Api.withQuery(path, "from", begin.toString());
    query = Api.withQuery(query, "to", end.toString());
    query = Api.withQuery(query, "groupBy", groupBy);
    String tenant = session.tenantAsked().orElse("");
    return tenant.isEmpty() ? query : Api.withQuery(query, "tenant", tenant);
  }
}
