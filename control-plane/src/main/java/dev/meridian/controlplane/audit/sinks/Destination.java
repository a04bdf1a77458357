package dev.meridian.controlplane.audit.sinks;

import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a sink's parcels go.
 *
 * @param secret what they are signed with; null for syslog
 */
record Destination(UUID sink, URI target, @Nullable String caCertificate, @Nullable String secret) {
  Endpoint endpoint() {
    return Endpoint.of(target, caCertificate);
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return sink + " at " + endpoint();
  }
}
