package dev.meridian.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.spec.packages.PackageDefinition;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackageInspectionTest {
  private static final byte[] TOOL = {1, 2, 3};

  @Test
  void acceptsTheKafkaPackageWithItsLock() throws IOException {
    PackageDefinition kafka =
        PackageInspection.read(BundleFiles.of(TestPackages.shipped("kafka").files()));

    assertThat(PackageInspection.digests(kafka)).hasSizeGreaterThan(40);
    assertThat(kafka.needs()).containsEntry("java", "[17,26)");
  }

  @Test
  void acceptsAFileOfThePackageThatTravelledAsArtifact() {
    TestPackages files = TestPackages.named("demo", "1.0").withTool(TOOL);

    assertThat(PackageInspection.digests(PackageInspection.read(BundleFiles.of(files.files()))))
        .containsExactly(Digests.of(TOOL));
  }

  @Test
  void refusesArtifactsWithoutLock() {
    TestPackages files = TestPackages.named("demo", "1.0").withTool(TOOL);
    files.files().remove("artifacts.lock.json");
    files.with("files/tool.bin", "in the zip");

    assertThatThrownBy(() -> PackageInspection.read(BundleFiles.of(files.files())))
        .hasMessageContaining("--update-lock");
  }

  @Test
  void refusesALockForOtherUseThanWritten() {
    TestPackages files = TestPackages.named("demo", "1.0").withTool(TOOL);
    files.with(
        "artifacts.yml",
        "artifacts:\n  - {name: tool, file: files/tool.bin, destination: elsewhere, executable: true, pods: [web]}\n");

    assertThatThrownBy(() -> PackageInspection.read(BundleFiles.of(files.files())))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.errors())
                    .singleElement()
                    .extracting(FieldError::message)
                    .asString()
                    .contains("another destination"));
  }

  @Test
  void namesArtifactsThatAreMissingOrHaveAnotherSize() {
    TestPackages files = TestPackages.named("demo", "1.0").withTool(TOOL);
    PackageDefinition definition = PackageInspection.read(BundleFiles.of(files.files()));
    String digest = Digests.of(TOOL);

    assertThatThrownBy(() -> PackageInspection.requireArtifacts(definition, Map.of()))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.errors().getFirst().message()).contains(digest));
    assertThatThrownBy(() -> PackageInspection.requireArtifacts(definition, Map.of(digest, 4L)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.errors().getFirst().message()).contains("3 bytes").contains("has 4"));
  }
}
