package dev.meridian.cli.secrets;

import dev.meridian.cli.CommandGroup;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Json;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The keys that secrets and keys of the platform are sealed with. */
@Command(
    name = "key",
    description = {
      "Keys that seal secrets: the platform's key-encryption key, and a data key for each tenant.",
      "Everything goes on while they are rotated; a command that broke off is repeated."
    })
public final class KeyCommands extends CommandGroup {
  private final Session session;

  KeyCommands(Session session) {
    this.session = session;
  }

  @Command(
      description = {
        "With a tenant (--tenant or MERIDIAN_TENANT): give it a new data key and seal its secrets",
        "with that. Without, or with --platform: make a new version of the key-encryption key and",
        "wrap every key with it."
      })
  int rotate(
      @Option(names = "--platform", description = "The platform's, whatever the tenant is.")
          boolean platform) {
    if (platform || session.tenantAsked().isEmpty()) {
      return report("/key-encryption/rotate", "A new key-encryption key wraps; keys wrapped anew");
    }
    return report(
        session.tenantPath() + "/data-key/rotate",
        "Tenant "
            + session.tenantAsked().orElseThrow()
            + " has a new data key; versions of secrets sealed anew");
  }

  @Command(
      description = {
        "Wrap every key with the newest key-encryption key, after that was changed elsewhere:",
        "in Vault, or by a move from a local key to Vault."
      })
  int rewrap() {
    return report("/key-encryption/rewrap", "Keys wrapped anew");
  }

  @Command(
      name = "rotate-signing",
      description =
          "Let a new key sign tokens; those that are out stay good, nobody signs in anew.")
  int rotateSigning() {
    return report(
        "/signing-key/rotate",
        answer ->
            "A new key signs from %s; the one before verifies until %s"
                .formatted(Json.text(answer, "/signsFrom"), Json.text(answer, "/verifiesUntil")));
  }

  private int report(String path, String sentence) {
    return report(path, answer -> sentence + ": " + Json.text(answer, "/changed"));
  }

  private int report(String path, Function<JsonNode, String> sentence) {
    JsonNode answer = session.api().post(path, Json.object());
    session
        .terminal()
        .out()
        .println(session.wantsJson() ? Json.pretty(answer) : sentence.apply(answer));
    return ExitCode.OK.number();
  }
}
