package dev.meridian.cli.audit;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where the audit log is streamed to. */
@Command(
    name = "sink",
    description =
        "Stream the log of a tenant and of all below it to syslog or a webhook (--tenant - for all).")
public final class SinkCommands extends CommandGroup {
  private static final Table LIST =
      Table.of(
          Column.text("NAME", "/name"),
          Column.text("KIND", "/kind"),
          Column.text("TARGET", "/target"),
          Column.state("STATE", "/state"),
          Column.number("LAG (S)", "/lagSeconds"),
          Column.number("SENT", "/sent"),
          Column.text("REASON", "/reason"));
  private static final Table DETAILS =
      Table.of(
          Column.text("Name", "/name"),
          Column.text("Kind", "/kind"),
          Column.text("Target", "/target"),
          Column.state("State", "/state"),
          Column.text("Reason", "/reason"),
          Column.number("Lag (s)", "/lagSeconds"),
          Column.number("Sent", "/sent"),
          Column.number("Failures", "/failures"),
          Column.moment("Next attempt", "/nextAttemptAt"),
          Column.moment("Last sent", "/lastSentAt"),
          Column.moment("Added", "/createdAt"));
  private static final Table DELIVERIES =
      Table.of(
          Column.text("ID", "/id"),
          Column.moment("MADE", "/madeAt"),
          Column.number("EVENTS", "/events"),
          Column.state("STATE", "/state"),
          Column.number("ATTEMPTS", "/attempts"),
          Column.number("STATUS", "/status"),
          Column.text("RESEND OF", "/resendOf"),
          Column.text("REASON", "/reason"));

  private final Session session;

  SinkCommands(Session session) {
    this.session = session;
  }

  @Command(description = "List the sinks with their state and lag.")
  int list() {
    return session.printList(session.api().all(path()), LIST, "No sinks.");
  }

  @Command(
      description = {
        "Add a sink. The secret that signs a webhook's deliveries is shown this once.",
        "It gets what happens from now on, and with --history what is in the log already."
      })
  int add(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--kind",
              required = true,
              paramLabel = "KIND",
              description = "syslog, webhook.")
          String kind,
      @Option(
              names = "--target",
              required = true,
              paramLabel = "ADDRESS",
              description =
                  "tls://HOST:PORT or tcp://HOST:PORT for syslog, https://… for a webhook.")
          String target,
      @Option(
              names = "--ca",
              paramLabel = "FILE",
              description = "PEM of the authorities to trust instead of the public ones.")
          @Nullable Path ca,
      @Option(names = "--history", description = "Begin with the first event of the log.")
          boolean history) {
    ObjectNode request =
        Json.object()
            .put("name", name)
            .put("kind", kind)
            .put("target", target)
            .put("history", history);
    if (ca != null) {
      request.put("caCertificate", read(ca));
    }
    JsonNode added = session.api().post(path(), request);
    PrintStream out = session.terminal().out();
    if (session.wantsJson()) {
      out.println(Json.pretty(added));
      return ExitCode.OK.number();
    }
    out.println("The sink " + name + " is added.");
    String secret = Json.text(added, "/secret");
    if (!secret.isEmpty()) {
      out.println(
          "Its deliveries are signed with this secret, which is not shown again: " + secret);
    }
    return ExitCode.OK.number();
  }

  @Command(description = "Show a sink: why it fails, and when it is tried again.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.printOne(session.api().get(path(name)), DETAILS);
  }

  @Command(description = "Remove a sink; what is under way ends at once.")
  int remove(@Parameters(paramLabel = "NAME") String name) {
    session.api().delete(path(name), null);
    session.terminal().err().println("The sink " + name + " is removed.");
    return ExitCode.OK.number();
  }

  @Command(description = "List the last deliveries of a sink, newest first.")
  int deliveries(@Parameters(paramLabel = "NAME") String name) {
    return session.printList(
        session.api().all(path(name) + "/deliveries"), DELIVERIES, "No deliveries.");
  }

  @Command(description = "Send a delivery again, once and now.")
  int resend(
      @Parameters(paramLabel = "NAME") String name,
      @Parameters(paramLabel = "DELIVERY") String delivery) {
    JsonNode again =
        session
            .api()
            .post(path(name) + "/deliveries/" + Api.encode(delivery) + "/resend", Json.object());
    return session.printOne(again, DELIVERIES);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.FAILED,
          "%s cannot be read (%s). Name a PEM file.".formatted(file, unreadable.getMessage()));
    }
  }

  private String path() {
    return session.tenantPath() + "/audit/sinks";
  }

  private String path(String name) {
    return path() + "/" + Api.encode(name);
  }
}
