package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.StartRefused;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Refuses to start where passwords, sessions and tokens would go over a network that others read:
 * plain HTTP is for loopback, and for a proxy that ends TLS and says so.
 */
@Component
class PlainHttpRefusal implements InitializingBean {
  private static final List<String> CERTIFICATES =
      List.of("server.ssl.bundle", "server.ssl.certificate", "server.ssl.key-store");

  private final Environment environment;

  PlainHttpRefusal(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void afterPropertiesSet() {
    finding(environment)
        .ifPresent(
            finding -> {
              throw new StartRefused(finding);
            });
  }

  /** What is wrong with how people are served, and what to do; empty when nothing is. */
  static Optional<String> finding(Environment environment) {
    String address = environment.getProperty("server.address", "");
    boolean encrypted =
        CERTIFICATES.stream().anyMatch(key -> !environment.getProperty(key, "").isBlank());
    boolean behindProxy =
        !environment
            .getProperty("server.forward-headers-strategy", "none")
            .equalsIgnoreCase("none");
    if (encrypted || behindProxy || isLoopback(address)) {
      return Optional.empty();
    }
    return Optional.of(
        "The control plane would serve plain HTTP at %s, where others can read passwords and tokens. Give it a certificate (--server.ssl.certificate=FILE --server.ssl.certificate-private-key=FILE); or let a proxy end TLS and say so with --server.forward-headers-strategy=native; or keep to --address 127.0.0.1."
            .formatted(address.isBlank() ? "every address" : address));
  }

  private static boolean isLoopback(String address) {
    try {
      return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      // The server says itself that it cannot listen there.
      return false;
    }
  }
}
