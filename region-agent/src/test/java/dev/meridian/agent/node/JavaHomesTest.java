package dev.meridian.agent.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.protocol.v1.JavaHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JavaHomesTest {
  private Path root;

  @BeforeEach
  void folder() throws IOException {
    // Everybody can pass through to it, unlike to the build's folder.
    root = Files.createTempDirectory("meridian-jdks");
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void remove() throws IOException {
    dev.meridian.agent.disk.Folders.remove(root);
  }

  private Path jdk(String name, String version, String permissions) throws IOException {
    Path home = root.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(
        home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nIMPLEMENTOR=\"Test\"\n");
    Path program = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(permissions));
    return home;
  }

  @Test
  void findsEachJdkOnceNewestFirst() throws IOException {
    jdk("eight", "1.8.0_402", "rwxr-xr-x");
    Path newest = jdk("twenty-five", "25.0.1", "rwxr-xr-x");
    Files.createSymbolicLink(root.resolve("default"), newest);
    Files.createDirectories(root.resolve("no-jdk"));

    assertThat(JavaHomes.find(List.of(root)))
        .extracting(JavaHome::getFeature)
        .containsExactly(25, 8);
  }

  @Test
  void offersNoJdkThatTheUserOfATenantCannotReach() throws IOException {
    Path open = jdk("open", "25", "rwxr-xr-x");
    jdk("closed", "21", "rwx------");

    List<JavaHome> all = JavaHomes.find(List.of(root));

    assertThat(all).hasSize(2);
    assertThat(JavaHomes.openToAll(all))
        .extracting(JavaHome::getHome)
        .containsExactly(open.toString());
  }

  @Test
  void offersNoJdkWhoseLibrariesAreClosed() throws IOException {
    Path home = jdk("half", "21", "rwxr-xr-x");
    Files.setPosixFilePermissions(
        home.resolve("lib"), PosixFilePermissions.fromString("rwx------"));

    assertThat(JavaHomes.openToAll(JavaHomes.find(List.of(root)))).isEmpty();
  }
}
