package dev.meridian.cli.tenants;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Column;
import dev.meridian.cli.view.QrCode;
import dev.meridian.cli.view.Table;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One's own second factor: codes of an authenticator beside the password. */
@Command(
    name = "second-factor",
    description = "Codes of an authenticator that your sign-in asks for beside the password.")
public final class SecondFactorCommands extends CommandGroup {
  private static final String PATH = "/me/second-factor";
  private static final Table STATUS =
      Table.of(
          Column.of("Set up", one -> one.path("since").isNull() ? "no" : "yes"),
          Column.text("Since", "/since"),
          Column.text("Recovery codes left", "/recoveryCodes"),
          Column.text("Required", "/required"));

  private final Session session;

  SecondFactorCommands(Session session) {
    this.session = session;
  }

  @Command(description = "Whether you have one, and how many recovery codes are left.")
  int status() {
    return session.printOne(session.api().get(PATH), STATUS);
  }

  @Command(
      description =
          "Begin to set one up: shows a QR code for your authenticator. It counts once a code confirms it. Without a terminal, give the password on standard input.")
  int enroll() {
    ObjectNode asked = Json.object().put("password", password());
    JsonNode offer = session.api().post(PATH, asked);
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(offer));
      return ExitCode.OK.number();
    }
    PrintStream out = session.terminal().out();
    List<String> rows =
        offer.path("qrCode").values().stream().map(row -> row.asString("")).toList();
    QrCode.lines(rows).forEach(out::println);
    out.println("Scan it with your authenticator, or type the secret there:");
    out.println("  Secret  " + offer.path("secret").asString(""));
    out.println("  URI     " + offer.path("uri").asString(""));
    if (!session.terminal().interactive()) {
      out.println("Then, within 15 minutes: meridian second-factor confirm CODE");
      return ExitCode.OK.number();
    }
    return confirm(session.terminal().ask("Code that it shows:"));
  }

  @Command(description = "Make what you began to set up count; shows the recovery codes, once.")
  int confirm(@Parameters(paramLabel = "CODE") String code) {
    JsonNode made = session.api().post(PATH + "/confirm", Json.object().put("code", code));
    if (session.wantsJson()) {
      session.terminal().out().println(Json.pretty(made));
      return ExitCode.OK.number();
    }
    PrintStream out = session.terminal().out();
    out.println("Recovery codes, shown this once. Each lets you in once without authenticator:");
    made.path("recoveryCodes").values().forEach(one -> out.println("  " + one.asString("")));
    session
        .terminal()
        .err()
        .println("The second factor is set up; your other sign-ins have ended.");
    return ExitCode.OK.number();
  }

  @Command(
      description =
          "Sign in with the password alone again. Give a code, or the password on standard input.")
  int disable(
      @Option(
              names = "--code",
              paramLabel = "CODE",
              description =
                  "Of your authenticator, or a recovery code; else your password is asked.")
          @Nullable String code) {
    ObjectNode proof =
        code == null ? Json.object().put("password", password()) : Json.object().put("code", code);
    session.api().delete(PATH, proof);
    session
        .terminal()
        .err()
        .println("You have no second factor any more; your other sign-ins have ended.");
    return ExitCode.OK.number();
  }

  private String password() {
    if (session.terminal().interactive()) {
      return session.terminal().askHidden("Password:");
    }
    return session
        .terminal()
        .readLine()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.USAGE, "Give your password on standard input, on a line"));
  }
}
