package dev.meridian.cli.secrets;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import dev.meridian.cli.view.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Prints a value: exactly its bytes where a file or program reads them. */
@Command(
    name = "reveal",
    description = {
      "Print the value of a secret; needs the right secret:reveal, and is audited.",
      "Into a file or pipe go exactly its bytes."
    })
final class RevealCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "PATH")
  String path = "";

  @Option(names = "--version", paramLabel = "N", description = "Default: the current one.")
  @Nullable Integer version;

  RevealCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    JsonNode secret = SecretPaths.find(session, path);
    Terminal terminal = session.terminal();
    if (terminal.interactive() && !session.wantsJson() && secret.path("binary").asBoolean(false)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Secret \"%s\" is binary and no text for a terminal. Send it into a file: meridian secret reveal %s > FILE"
              .formatted(path, path));
    }
    JsonNode value =
        session
            .api()
            .post(
                "%s/%s/versions/%s/reveal"
                    .formatted(
                        SecretPaths.all(session),
                        Api.encode(Json.text(secret, "/id")),
                        version == null ? Json.text(secret, "/currentVersion") : version),
                Json.object());
    if (session.wantsJson()) {
      terminal.out().println(Json.pretty(value));
    } else {
      print(value, terminal);
    }
    return ExitCode.OK.number();
  }

  private static void print(JsonNode value, Terminal terminal) {
    if (value.hasNonNull("base64")) {
      write(Base64.getDecoder().decode(Json.text(value, "/base64")), terminal);
    } else if (terminal.interactive()) {
      terminal.out().println(Json.text(value, "/text"));
    } else {
      terminal.out().print(Json.text(value, "/text"));
      terminal.out().flush();
    }
  }

  private static void write(byte[] bytes, Terminal terminal) {
    try {
      terminal.out().write(bytes);
      terminal.out().flush();
    } catch (IOException closed) {
      throw new UncheckedIOException("Cannot write to standard output", closed);
    }
  }
}
