package dev.meridian.cli.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.meridian.cli.packages.PackageBuilder.LockMode;
import dev.meridian.spec.packages.ArtifactLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageBuilderTest {
  @TempDir private Path work;
  private Path folder;

  @BeforeEach
  void writePackage() throws IOException {
    folder = work.resolve("package");
    write("package.yml", "name: demo\nversion: 1.0.0\nsummary: A demo.\nmaintainer: us\n");
    write("README.md", "# Demo\n");
    write(
        "service.yml",
        """
        name: {{{SERVICE_NAME}}}
        pods:
          demo:
            count: 1
            tasks:
              server: {goal: RUNNING, cmd: sleep 1, cpus: 0.1, memory: 16}
        """);
    write("files/tool.bin", "the tool");
    artifacts("- {name: tool, file: files/tool.bin, destination: bin/tool, executable: true}");
  }

  @Test
  void bundlesThePackageWithItsLockAndItsFilesByDigest() throws Exception {
    Bundle bundle = build(LockMode.RESPECT);

    assertThat(bundle.name()).isEqualTo("demo");
    assertThat(bundle.blobs())
        .singleElement()
        .satisfies(
            blob -> {
              assertThat(blob.path()).hasContent("the tool").hasFileName(blob.digest());
              assertThat(blob.size()).isEqualTo(8);
            });
    try (ZipFile zip = new ZipFile(bundle.packageZip().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName))
          .containsExactly(
              "README.md", "artifacts.lock.json", "artifacts.yml", "package.yml", "service.yml");
    }
    ArtifactLock lock = ArtifactLock.read(Files.readString(folder.resolve("artifacts.lock.json")));
    assertThat(lock.artifacts())
        .singleElement()
        .satisfies(
            artifact -> {
              assertThat(artifact.executable()).isTrue();
              assertThat(artifact.files())
                  .extracting(ArtifactLock.File::path)
                  .containsExactly("bin/tool");
            });
  }

  @Test
  void givesTheSameBytesAgain() throws Exception {
    byte[] first = Files.readAllBytes(build(LockMode.RESPECT).packageZip());

    assertThat(build(LockMode.RESPECT).packageZip()).hasBinaryContent(first);
  }

  @Test
  void refusesFilesThatAreNotThoseOfTheLockUntilItIsUpdated() throws Exception {
    build(LockMode.RESPECT);
    write("files/tool.bin", "another tool");

    assertThatThrownBy(() -> build(LockMode.RESPECT))
        .isInstanceOf(PackageBuildException.class)
        .hasMessageContaining("files/tool.bin has the digest")
        .hasMessageContaining("--update-lock");
    assertThat(build(LockMode.UPDATE).blobs())
        .singleElement()
        .satisfies(blob -> assertThat(blob.path()).hasContent("another tool"));
  }

  @Test
  void tellsEveryErrorOfThePackageWithItsPlace() throws Exception {
    write("package.yml", "name: demo\nversoin: 1.0.0\nsummary: A demo.\nmaintainer: us\n");

    assertThatThrownBy(() -> build(LockMode.RESPECT))
        .isInstanceOfSatisfying(
            PackageBuildException.class, e -> assertThat(e.problems()).isNotEmpty())
        .hasMessageContaining("package.yml:2:1")
        .hasMessageContaining("did you mean \"version\"");
  }

  @Test
  void saysThatAFolderIsNoPackage() {
    assertThatThrownBy(() -> PackageBuilder.build(work, work, ProgressListener.SILENT))
        .hasMessageContaining("is no package: it has no package.yml");
  }

  @Test
  void downloadsFromAnAddressAndChecksTheDigest() throws Exception {
    byte[] content = "downloaded".getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/tool.bin",
        exchange -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
    try {
      String address = "http://127.0.0.1:" + server.getAddress().getPort();
      Path same = Files.write(work.resolve("same"), content);
      download(address + "/tool.bin", Sha256.of(same));
      assertThat(build(LockMode.RESPECT).blobs())
          .singleElement()
          .satisfies(blob -> assertThat(blob.path()).hasContent("downloaded"));

      download(address + "/tool.bin", "0".repeat(64));
      assertThatThrownBy(() -> build(LockMode.UPDATE)).hasMessageContaining("has the SHA-256");

      download(address + "/nothing", "0".repeat(64));
      assertThatThrownBy(() -> build(LockMode.UPDATE)).hasMessageContaining("answered 404");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesToUnpackWhatIsNoArchive() throws IOException {
    artifacts("- {name: tool, file: files/tool.bin, destination: tool, unpack: true}");

    assertThatThrownBy(() -> build(LockMode.RESPECT))
        .hasMessageContaining("neither zip nor tar.gz");
  }

  private void download(String address, String sha256) throws IOException {
    artifacts(
        "- {name: tool, url: '%s', sha256: '%s', destination: bin/tool}"
            .formatted(address, sha256));
  }

  private void artifacts(String entry) throws IOException {
    write("artifacts.yml", "artifacts:\n  " + entry + "\n");
  }

  private Bundle build(LockMode lockMode) throws PackageBuildException {
    return PackageBuilder.build(folder, work.resolve("out"), lockMode, ProgressListener.SILENT);
  }

  private void write(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
