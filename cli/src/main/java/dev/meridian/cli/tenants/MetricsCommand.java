package dev.meridian.cli.tenants;

import dev.meridian.cli.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a Prometheus would scrape. */
@Command(
    name = "metrics",
    description = "Print the tenant's metrics in the text format of Prometheus (see --tenant).")
public final class MetricsCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--subtree", description = "With what the tenants below it have.")
  boolean subtree;

  @Option(names = "--openmetrics", description = "In the text format of OpenMetrics.")
  boolean openMetrics;

  MetricsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    return session.printText(
        session.tenantPath() + "/metrics" + (subtree ? "?subtree=true" : ""),
        openMetrics ? "application/openmetrics-text" : "text/plain");
  }
}
