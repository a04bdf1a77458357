package dev.meridian.cli.secrets;

import dev.meridian.cli.CommandFailure;
import dev.meridian.cli.ExitCode;
import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;
import dev.meridian.cli.api.Json;
import tools.jackson.databind.JsonNode;

/** Finds secrets by their paths: the API knows them by ids. */
final class SecretPaths {
  private SecretPaths() {}

  /** Where the secrets of the tenant are in the API. */
  static String all(Session session) {
    return session.tenantPath() + "/secrets";
  }

  /**
   * Where a secret is in the API.
   *
   * @throws CommandFailure with exit code 4 when the tenant has none at this path
   */
  static String of(Session session, String path) {
    return all(session) + "/" + Api.encode(Json.text(find(session, path), "/id"));
  }

  /** The secret as lists show it; as {@link #of}. */
  static JsonNode find(Session session, String path) {
    // The first of what is at the path or below it, in the order of paths.
    return session
        .api()
        .get(Api.withQuery(Api.withQuery(all(session), "under", path), "limit", "1"))
        .path("items")
        .values()
        .stream()
        .filter(secret -> Json.text(secret, "/path").equals(path))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "The tenant has no secret \"%s\" (meridian secret list)".formatted(path)));
  }
}
