package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** An agent that does not run as root. */
@OnPlatform
class UnprivilegedIT {
  private static final int NOBODY = 65_534;
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");

  @Test
  void runsServicesAndSaysWhatItCannotEnforce(Platform platform) throws IOException {
    assumeNobodyCanStartAnAgent();
    Site site = platform.site("unprivileged");
    site.agent().through(AS_NOBODY.toArray(String[]::new));
    Shell.run("chown", NOBODY + ":" + NOBODY, site.node().dataFolder().toString());
    try (site) {
      site.join();
      site.installHello();

      Path process = Path.of("/proc", String.valueOf(site.launches().getFirst().pid()));
      assertThat(Files.getAttribute(process, "unix:uid")).isEqualTo(NOBODY);
      List<String> notEnforced =
          platform.node("unprivileged").path("notEnforced").values().stream()
              .map(JsonNode::asString)
              .toList();
      assertThat(notEnforced)
          .anyMatch(note -> note.startsWith("tenant users: the agent does not run as root"))
          .anyMatch(note -> note.startsWith("memory limits: "));
    }
  }

  private static void assumeNobodyCanStartAnAgent() {
    List<String> help = new ArrayList<>(AS_NOBODY);
    help.addAll(
        List.of("env", "MERIDIAN_NO_BUILD=1", Checkout.launcher().toString(), "agent", "--help"));
    assumeTrue(
        Shell.ended(help).exitCode() == 0,
        "needs root, and a checkout and a JDK that other users can read");
  }
}
