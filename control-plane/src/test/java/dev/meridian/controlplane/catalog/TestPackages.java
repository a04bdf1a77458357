package dev.meridian.controlplane.catalog;

import dev.meridian.spec.packages.ArtifactLock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Package zips for tests. */
public final class TestPackages {
  private final SortedMap<String, byte[]> files = new TreeMap<>();

  private TestPackages() {}

  /** A package without artifacts, with one pod type {@code web}. */
  public static TestPackages named(String name, String version) {
    return new TestPackages()
        .with(
            "package.yml",
            "name: %s\nversion: %s\nsummary: For tests.\nmaintainer: us\ntags: [testing]\n"
                .formatted(name, version))
        .with("README.md", "# Test\n")
        .with(
            "service.yml",
            """
            name: {{{SERVICE_NAME}}}
            pods:
              web:
                count: 2
                tasks:
                  server: {goal: RUNNING, cmd: sleep 1, cpus: 0.1, memory: 16}
            """);
  }

  /** One of the packages that ship with Meridian. */
  static TestPackages shipped(String name) throws IOException {
    TestPackages result = new TestPackages();
    Path folder = Path.of("..", "catalog", name);
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        result.files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return result;
  }

  public TestPackages with(String path, String content) {
    files.put(path, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Adds an artifact that is a file of the package but is not in the zip. */
  TestPackages withTool(byte[] content) {
    String digest = Digests.of(content);
    ArtifactLock.File file =
        new ArtifactLock.File("bin/tool", digest, content.length, "files/tool.bin");
    ArtifactLock lock =
        ArtifactLock.of(
            List.of(
                new ArtifactLock.Artifact(
                    "tool", "bin/tool", false, true, List.of("web"), List.of(file))));
    return with(
            "artifacts.yml",
            "artifacts:\n  - {name: tool, file: files/tool.bin, destination: bin/tool, executable: true, pods: [web]}\n")
        .with("artifacts.lock.json", lock.write());
  }

  SortedMap<String, byte[]> files() {
    return files;
  }

  public byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
