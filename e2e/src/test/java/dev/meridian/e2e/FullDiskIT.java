package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node whose disk is full. */
@OnPlatform
class FullDiskIT {
  private static final int MEBIBYTES = 64;

  @BeforeEach
  void mayMount() {
    Mount.requireRight();
  }

  @Test
  void aPodWaitsAndNamesDiskAndNodeUntilThereIsSpace(Platform platform) throws IOException {
    Site site = platform.site("full");
    Path data = site.node().dataFolder();
    String[] reason = {"disk of node full", data.toString(), "free some space"};
    try (Mount disk = Mount.memory(data, MEBIBYTES);
        site) {
      site.join();
      platform.publish("hello-world");
      Path stranger = data.resolve("somebody-elses");
      fill(stranger);

      Services.accepted(platform.services().ask("full", "hello-world", "full", "{}", false));

      platform.services().awaitPod("full", "hello-0", "WAITING", reason);
      assertThat(site.launches()).isEmpty();

      Files.delete(stranger);

      platform.services().awaitDeployed("full");
      Launch first = site.launches().getFirst();

      fill(stranger);
      ProcessTable.entry(first.pid()).orElseThrow().kill();

      platform.services().awaitPod("full", "hello-0", "WAITING", reason);
      assertThat(platform.node("full").path("state").asString("")).isEqualTo("READY");

      Files.delete(stranger);

      platform.services().awaitPod("full", "hello-0", "READY");
      assertThat(site.launches())
          .as("the same incarnation, once more")
          .hasSize(2)
          .allSatisfy(launch -> assertThat(launch.incarnation()).isEqualTo(first.incarnation()));
      assertThat(ProcessTable.entry(site.launches().getLast().pid())).isPresent();
    }
  }

  /** To the last byte, as a runaway log would. */
  private static void fill(Path file) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(file)) {
      for (long left = (long) MEBIBYTES << 20; left > 0; left -= block.length) {
        out.write(block);
      }
      throw new AssertionError("the disk never was full");
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }
}
