package dev.meridian.agent.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
  private final Map<String, byte[]> remote = new HashMap<>();
  private final Set<String> inUse = new HashSet<>();

  private String publish(String text) throws Exception {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    remote.put(digest, content);
    return digest;
  }

  @Test
  void removesTheLeastRecentlyUsedAndNeverWhatAPodNames(@TempDir Path folder) throws Exception {
    ArtifactCache cache =
        new ArtifactCache(
            folder,
            20,
            (digest, offset, target) ->
                target.write(java.util.Objects.requireNonNull(remote.get(digest))),
            () -> inUse);
    String used = publish("used by a pod");
    String idle = publish("used by none");
    inUse.add(used);
    cache.require(used);
    cache.require(idle);

    String next = publish("the next one");
    inUse.add(next);
    cache.require(next);

    assertThat(cache.holds(used)).isTrue();
    assertThat(cache.holds(next)).isTrue();
    assertThat(cache.holds(idle)).isFalse();
  }
}
