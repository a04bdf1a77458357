package dev.meridian.controlplane.audit.sinks;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps sinks away from what only the control plane can reach (server-side request forgery). What
 * it answers is to be connected to as it is: a name that is resolved again may mean something else.
 */
final class AddressGuard {
  /** Where clouds serve a machine its own credentials, beside link-local addresses. */
  private static final List<String> METADATA =
      List.of("100.100.100.200/32", "168.63.129.16/32", "fd00:ec2::/32", "fd20:ce::/32");

  private static final List<String> PRIVATE =
      List.of(
          "10.0.0.0/8",
          "100.64.0.0/10",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "fc00::/7",
          "fec0::/10");

  /** Of the IANA registries of special-purpose addresses; some hold another address inside. */
  private static final List<String> SPECIAL =
      List.of(
          "0.0.0.0/8",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "::/96",
          "64:ff9b::/96",
          "64:ff9b:1::/48",
          "100::/64",
          "2001::/23",
          "2001:db8::/32",
          "2002::/16");

  private final SinkSettings settings;
  private final Resolver resolver;

  AddressGuard(SinkSettings settings, Resolver resolver) {
    this.settings = settings;
    this.resolver = resolver;
  }

  /** The addresses of a name; one at least. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /**
   * The addresses that a host may be reached at.
   *
   * @throws TargetRefusedException when one of them must not be reached
   * @throws UnknownHostException when the name is not known
   */
  List<InetAddress> resolve(String host) throws IOException {
    List<InetAddress> addresses = List.of(resolver.resolve(host));
    for (InetAddress address : addresses) {
      Optional<String> refusal = refusal(address);
      if (refusal.isPresent()) {
        // Without the address: it would tell a tenant about the names of this network.
        throw new TargetRefusedException(
            "%s has %s, where sinks must not point to.".formatted(host, refusal.get()));
      }
    }
    return addresses;
  }

  boolean allowsLoopback() {
    return settings.loopback();
  }

  private Optional<String> refusal(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return settings.loopback() ? Optional.empty() : Optional.of("a loopback address");
    }
    if (address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || isIn(METADATA, address)
        || isIn(SPECIAL, address)) {
      return Optional.of("a link-local or reserved address");
    }
    return isIn(PRIVATE, address) && !settings.privateAddresses()
        ? Optional.of(
            "a private address (an administrator of the platform may allow them with meridian.audit-sinks.private-addresses)")
        : Optional.empty();
  }

  private static boolean isIn(List<String> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> isIn(network, address));
  }

  private static boolean isIn(String network, InetAddress address) {
    String[] parts = network.split("/", -1);
    byte[] prefix = InetAddress.ofLiteral(parts[0]).getAddress();
    byte[] bytes = address.getAddress();
    // A literal such as ::/96 is read as IPv6 and stays so; mapped IPv4 arrives as IPv4.
    if (prefix.length != bytes.length
        || (address instanceof Inet6Address) != (prefix.length == 16)) {
      return false;
    }
    int length = Integer.parseInt(parts[1]);
    for (int bit = 0; bit < length; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((prefix[bit / 8] & mask) != (bytes[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
