package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Somebody else's program sits on ports that were given to Meridian. */
@OnPlatform
class StrangerIT {
  @Test
  void aPortThatAStrangerHoldsIsReservedAnewAndThePodRuns(Platform platform) throws IOException {
    List<ServerSocket> strangers = new ArrayList<>();
    try (Site site = platform.site("stranger").join()) {
      JsonNode node = platform.node(site.node().name());
      int first = node.path("ports").path("begin").asInt();
      InetAddress address = InetAddress.getByName(node.path("address").asString(""));
      strangers.add(new ServerSocket(first, 1, address));
      strangers.add(new ServerSocket(first + 1, 1, address));

      site.installHello();

      JsonNode pod = platform.services().pod("stranger", "hello-0");
      assertThat(pod.path("ports").path(0).path("number").asInt()).isGreaterThan(first + 1);
      assertThat(pod.path("incarnation").asLong())
          .as("launched anew with the new port")
          .isGreaterThan(1);
    } finally {
      for (ServerSocket stranger : strangers) {
        stranger.close();
      }
    }
  }
}
