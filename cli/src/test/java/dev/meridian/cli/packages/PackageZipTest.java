package dev.meridian.cli.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageZipTest {
  @TempDir private Path work;

  @Test
  void equalFilesGiveEqualBytesWhateverTheirTimesAndOrder() throws Exception {
    Path one = folder("one", "b", "a", "templates/x");
    Path two = folder("two", "templates/x", "a", "b");
    Files.setLastModifiedTime(two.resolve("a"), FileTime.from(Instant.EPOCH));

    assertThat(zip(one, Map.of())).hasSameBinaryContentAs(zip(two, Map.of()));
  }

  @Test
  void leavesOutHiddenFilesAndThoseThatItIsToldAndAddsOthers() throws Exception {
    Path folder = folder("one", "a", ".git/config", ".hidden", "large.bin");

    try (ZipFile zip =
        new ZipFile(zip(folder, Map.of("lock", "x".getBytes(StandardCharsets.UTF_8))).toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("a", "lock");
    }
  }

  @Test
  void refusesSymbolicLinks() throws Exception {
    Path folder = folder("one", "a");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("/etc/hostname"));

    assertThatThrownBy(() -> zip(folder, Map.of()))
        .isInstanceOf(PackageBuildException.class)
        .hasMessageContaining("link");
  }

  private Path zip(Path folder, Map<String, byte[]> instead) throws Exception {
    Path target = work.resolve(folder.getFileName() + ".zip");
    PackageZip.write(folder, "large.bin"::equals, instead, target);
    return target;
  }

  private Path folder(String name, String... files) throws IOException {
    Path folder = work.resolve(name);
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "content of " + file);
    }
    return folder;
  }
}
