package dev.meridian.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A volume whose disk is not mounted. */
@OnPlatform
class MissingDiskIT {
  @BeforeEach
  void mayMount() {
    Mount.requireRight();
  }

  @Test
  void aPodWaitsForTheDiskOfItsVolumeAndGoesOnWithItsData(Platform platform) throws IOException {
    Site site = platform.site("unmounted");
    Path data = site.node().dataFolder();
    Path point = data.resolve("volumes");
    // The disk keeps its content while it is not mounted where the agent looks.
    try (Mount disk = Mount.memory(platform.folder().resolve("disk-of-volumes"), 32);
        site) {
      Path elsewhere = platform.folder().resolve("disk-of-volumes");
      Mount mounted = Mount.same(point, elsewhere);
      site.join();
      site.installHello("{\"sleep-seconds\": 1}");
      await("the pod counts on its volume")
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(greetings(elsewhere)).isGreaterThan(1));

      site.agent().running().kill();
      ProcessTable.touching(data).forEach(ProcessTable.Entry::kill);
      await().until(() -> ProcessTable.touching(data).isEmpty());
      long counted = greetings(elsewhere);
      mounted.unmount();
      site.agent().startAgain();

      JsonNode waiting =
          platform
              .services()
              .awaitPod("unmounted", "hello-0", "WAITING", "volume", "is its disk mounted?");
      assertThat(waiting.path("reason").asString("")).contains(point.toString());
      assertThat(volume(platform).path("state").asString("")).isEqualTo("MISSING");
      assertThat(names(point)).as("nothing is made in the empty mount point").isEmpty();
      assertThat(site.launches()).hasSize(1);

      try (Mount again = Mount.same(point, elsewhere)) {
        platform.services().awaitPod("unmounted", "hello-0", "READY");

        assertThat(site.launches()).hasSize(2);
        await("it counts on from where it was")
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(() -> assertThat(greetings(elsewhere)).isGreaterThan(counted));
        assertThat(volume(platform).path("state").asString("")).isNotEqualTo("MISSING");
        site.close();
      }
    }
  }

  private static JsonNode volume(Platform platform) {
    return platform.services().volumes().stream()
        .filter(volume -> volume.path("instance").asString("").equals("unmounted"))
        .findFirst()
        .orElseThrow();
  }

  private static long greetings(Path disk) throws IOException {
    try (Stream<Path> files = Files.walk(disk)) {
      List<Path> counters =
          files.filter(file -> file.getFileName().toString().equals("greetings")).toList();
      return counters.isEmpty() ? 0 : Long.parseLong(Files.readString(counters.getFirst()).strip());
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).toList();
    }
  }
}
