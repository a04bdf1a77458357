package dev.meridian.cli.instances;

import dev.meridian.cli.Session;
import dev.meridian.cli.api.Api;

/** Where an instance stands in the API. */
final class InstancePath {
  private InstancePath() {}

  static String of(Session session, String name) {
    return session.tenantPath() + "/instances/" + Api.encode(name);
  }
}
