package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The bytes of an artifact are not those that were published. */
@OnPlatform(OnPlatform.Kind.OUTSIDE_DATABASE)
class CorruptArtifactIT {
  @Test
  void anAgentRunsNothingOfItSaysSoAndGoesOnWhenItIsMended(Platform platform) {
    TestPackages.publishProbe(platform);
    try (Site site = platform.site("corrupt").join()) {
      // One bit of the program's first letter.
      int flipped =
          platform
              .database()
              .change(
                  "update artifact_chunk set content = set_bit(content, 0, 1 - get_bit(content, 0))");
      assertThat(flipped).isPositive();

      Services.accepted(platform.services().ask("corrupt", "probe", "corrupt", "{}", false));

      platform.services().awaitPod("corrupt", "probe-0", "WAITING", "artifact", "corrupt");
      assertThat(site.launches()).isEmpty();

      platform
          .database()
          .change(
              "update artifact_chunk set content = set_bit(content, 0, 1 - get_bit(content, 0))");
      platform.services().awaitDeployed("corrupt");
      assertThat(site.launches()).hasSize(1);
    }
  }
}
