package dev.meridian.agent.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
  @TempDir Path folder;
  private Path source;
  private Path sandbox;

  @BeforeEach
  void folders() throws IOException {
    source = Files.createDirectories(folder.resolve("source"));
    sandbox = Files.createDirectories(folder.resolve("sandbox"));
  }

  @Test
  void tarKeepsFoldersAndWhatMayRun() throws Exception {
    Files.createDirectories(source.resolve("bin"));
    Path program = Files.writeString(source.resolve("bin/run.sh"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(source.resolve("notes"), "text");

    Unpacking.unpack(tar("."), "tar.gz", sandbox.resolve("tool"));

    assertThat(sandbox.resolve("tool/bin/run.sh")).isExecutable().hasContent("#!/bin/sh\n");
    assertThat(sandbox.resolve("tool/notes")).hasContent("text");
    assertThat(Files.isExecutable(sandbox.resolve("tool/notes"))).isFalse();
  }

  @Test
  void tarGivesNobodyTheRightsOfAnother() throws Exception {
    Path program = Files.writeString(source.resolve("su"), "#!/bin/sh\n");
    run("chmod", "6755", program.toString());

    Unpacking.unpack(tar("su"), "tar.gz", sandbox);

    int mode = (Integer) Files.getAttribute(sandbox.resolve("su"), "unix:mode");
    assertThat(mode & 07000).as("set-user-id, set-group-id and sticky bits").isZero();
  }

  @Test
  void tarWithADeviceIsRefusedAndTheDeviceIsGone() throws Exception {
    Path device = source.resolve("null");
    Assumptions.assumeTrue(
        new ProcessBuilder("mknod", device.toString(), "c", "1", "3").start().waitFor() == 0,
        "needs the right to make devices");
    Path archive = tar("null");

    assertThatThrownBy(() -> Unpacking.unpack(archive, "tar.gz", sandbox))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("null")
        .hasMessageContaining("a device");
    assertThat(Files.exists(sandbox.resolve("null"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void tarLeavesNothingOutside() throws Exception {
    Files.writeString(source.resolve("evil"), "evil");
    Path archive = folder.resolve("evil.tar.gz");
    run(
        "tar",
        "-czf",
        archive.toString(),
        "-C",
        source.toString(),
        "--transform=s,^,../../,",
        "--absolute-names",
        "evil");

    assertThatThrownBy(() -> Unpacking.unpack(archive, "tar.gz", sandbox.resolve("tool")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tar cannot unpack");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void zipKeepsFoldersAndWhatMayRun() throws Exception {
    Path archive = folder.resolve("tool.zip");
    try (var zip =
        java.nio.file.FileSystems.newFileSystem(
            archive, Map.of("create", "true", "enablePosixFileAttributes", "true"))) {
      Files.createDirectory(zip.getPath("/bin"));
      Path program = Files.writeString(zip.getPath("/bin/run.sh"), "#!/bin/sh\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-x---"));
      Files.writeString(zip.getPath("/notes"), "text");
    }

    Unpacking.unpack(archive, "zip", sandbox.resolve("tool"));

    assertThat(sandbox.resolve("tool/bin/run.sh")).isExecutable().hasContent("#!/bin/sh\n");
    assertThat(Files.getPosixFilePermissions(sandbox.resolve("tool/bin/run.sh")))
        .contains(PosixFilePermission.OTHERS_EXECUTE);
    assertThat(sandbox.resolve("tool/notes")).hasContent("text");
    assertThat(Files.isExecutable(sandbox.resolve("tool/notes"))).isFalse();
  }

  @Test
  void zipLeavesNothingOutside() throws Exception {
    for (String name : List.of("../evil", "/../evil", "a/../../evil")) {
      Path archive = zip(name);

      assertThatThrownBy(() -> Unpacking.unpack(archive, "zip", sandbox))
          .as(name)
          .isInstanceOf(IOException.class);
      assertThat(folder.resolve("evil")).as(name).doesNotExist();
    }
  }

  @Test
  void whatIsNoArchiveIsRefusedByName() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "no archive");

    for (String format : List.of("tar.gz", "zip")) {
      assertThatThrownBy(() -> Unpacking.unpack(text, format, sandbox))
          .as(format)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> Unpacking.unpack(text, "rar", sandbox))
        .hasMessageContaining("\"rar\"")
        .hasMessageContaining("\"tar.gz\" and \"zip\"");
  }

  @Test
  void noDestinationLeadsThroughALinkOfAnotherArtifact() throws Exception {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    Files.createSymbolicLink(sandbox.resolve("lib"), outside);

    assertThatThrownBy(() -> Unpacking.requireNoLink(sandbox, sandbox.resolve("lib/cron.d/evil")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("lib/cron.d/evil")
        .hasMessageContaining("the link lib");
    Unpacking.requireNoLink(sandbox, sandbox.resolve("other/file"));
  }

  @Test
  void aPlacedFileHasItsContentAndMayRunWhenItShould() throws Exception {
    Path cached = Files.writeString(folder.resolve("cached"), "content");
    Files.setPosixFilePermissions(cached, PosixFilePermissions.fromString("r--r--r--"));

    Unpacking.place(cached, sandbox.resolve("a/plain"), false);
    Unpacking.place(cached, sandbox.resolve("a/program"), true);

    assertThat(sandbox.resolve("a/plain")).hasContent("content");
    assertThat(Files.getPosixFilePermissions(sandbox.resolve("a/plain")))
        .doesNotContain(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.OWNER_WRITE);
    assertThat(Files.getPosixFilePermissions(sandbox.resolve("a/program")))
        .contains(PosixFilePermission.OTHERS_EXECUTE);
    assertThat(Files.getPosixFilePermissions(cached))
        .as("the cache's own file")
        .doesNotContain(PosixFilePermission.OWNER_EXECUTE);
  }

  private Path tar(String name) throws Exception {
    Path archive = folder.resolve("archive.tar.gz");
    run("tar", "-czf", archive.toString(), "-C", source.toString(), name);
    return archive;
  }

  private Path zip(String name) throws IOException {
    Path archive = folder.resolve("evil.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write("evil".getBytes(StandardCharsets.UTF_8));
    }
    return archive;
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
