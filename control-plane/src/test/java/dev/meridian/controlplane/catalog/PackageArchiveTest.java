package dev.meridian.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageArchiveTest {

  @Test
  void readsFilesByPath() throws IOException {
    byte[] zip = zip(entry("package.yml", "name: a"), entry("templates/start.sh", "exec"));

    assertThat(PackageArchive.unpack(zip))
        .containsOnlyKeys("package.yml", "templates/start.sh")
        .hasEntrySatisfying(
            "package.yml",
            content -> assertThat(content).asString(StandardCharsets.UTF_8).isEqualTo("name: a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../package.yml",
        "templates/../../x",
        "/etc/passwd",
        "a\\..\\b",
        "a//b",
        ".git/config",
        "C:/x",
        "a\nb"
      })
  void refusesNamesThatLeadOutOfTheFolder(String name) throws IOException {
    byte[] zip = zip(entry(name, "x"));

    assertThatThrownBy(() -> PackageArchive.unpack(zip))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("not a plain relative path");
  }

  @Test
  void refusesZipThatUnpacksToTooMuch() throws IOException {
    byte[] zip = zip(new Entry("zeros", new byte[PackageArchive.MAX_UNPACKED_BYTES + 1]));

    assertThat(zip).as("a small zip").hasSizeLessThan(1 << 20);
    assertThatThrownBy(() -> PackageArchive.unpack(zip)).hasMessageContaining("more than");
  }

  @Test
  void refusesTooManyFiles() throws IOException {
    Entry[] many = new Entry[PackageArchive.MAX_ENTRIES + 1];
    Arrays.setAll(many, i -> entry("f" + i, ""));
    byte[] zip = zip(many);

    assertThatThrownBy(() -> PackageArchive.unpack(zip)).hasMessageContaining("more than 2000");
  }

  @Test
  void refusesWhatIsNoZip() {
    byte[] garbage = "this is no zip".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> PackageArchive.unpack(garbage))
        .hasMessageContaining("no zip with files");
  }

  @Test
  void refusesBodyAboveTheBound() {
    ByteArrayInputStream body =
        new ByteArrayInputStream(new byte[PackageArchive.MAX_ZIP_BYTES + 1]);

    assertThatThrownBy(() -> PackageArchive.receive(body))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.TOO_LARGE));
  }

  private record Entry(String name, byte[] content) {}

  private static Entry entry(String name, String content) {
    return new Entry(name, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zip(Entry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Entry entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.name()));
        zip.write(entry.content());
      }
    }
    return bytes.toByteArray();
  }
}
