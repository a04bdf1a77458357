package dev.meridian.controlplane.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What one client can choose its address from: an IPv4 address, or an IPv6 network of 64 bits. */
final class ClientNetwork {
  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  static @Nullable String of(@Nullable String address) {
    if (address == null) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six
          ? HexFormat.of().formatHex(Arrays.copyOf(six.getAddress(), NETWORK_BYTES)) + "::/64"
          : address;
    } catch (IllegalArgumentException noLiteral) {
      // A proxy that names its clients otherwise: each name is one client.
      return address;
    }
  }
}
