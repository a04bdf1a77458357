package dev.meridian.agent.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.List;

/** Finds out which ports of this node a stranger holds, by trying to bind them. */
public final class PortProbe {
  private PortProbe() {}

  /** Those of the ports that cannot be bound on the address now. */
  public static List<Integer> taken(InetAddress address, Collection<Integer> ports) {
    return ports.stream().filter(port -> !isFree(address, port)).toList();
  }

  private static boolean isFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // A connection that lingers after its server is gone does not count as taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException held) {
      return false;
    }
  }
}
