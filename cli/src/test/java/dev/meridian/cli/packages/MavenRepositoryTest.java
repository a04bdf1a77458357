package dev.meridian.cli.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.cli.packages.MavenRepository.MavenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Works offline on a repository of its own: what is there is never asked for elsewhere. */
class MavenRepositoryTest {
  @TempDir private Path home;

  @BeforeEach
  void fillRepository() throws IOException {
    write(".m2/settings.xml", "<settings><offline>true</offline></settings>");
    deploy("app", "<dependency>%s</dependency>".formatted(of("lib", "")));
    deploy(
        "lib",
        "<dependency>%s</dependency><dependency>%s</dependency>"
            .formatted(of("leaf", ""), of("only-for-tests", "<scope>test</scope>")));
    deploy("leaf", "");
    deploy("only-for-tests", "");
  }

  @Test
  void findsWhatIsNeededAtRunTimeInClassPathOrder() throws Exception {
    assertThat(resolve(List.of("com.example:app:1.0"), List.of()))
        .extracting(MavenFile::coordinates)
        .containsExactly("com.example:app:1.0", "com.example:lib:1.0", "com.example:leaf:1.0");
  }

  @Test
  void leavesOutWhatIsExcluded() throws Exception {
    assertThat(resolve(List.of("com.example:app:1.0"), List.of("*:leaf")))
        .extracting(MavenFile::fileName)
        .containsExactly("app-1.0.jar", "lib-1.0.jar");
  }

  @Test
  void namesWhatCannotBeResolvedAndSaysThatItIsOffline() {
    assertThatThrownBy(() -> resolve(List.of("com.example:missing:1.0"), List.of()))
        .isInstanceOf(PackageBuildException.class)
        .hasMessageContaining("com.example:missing:1.0")
        .hasMessageContaining("offline");
  }

  @Test
  void refusesExcludesThatItCannotKeep() {
    assertThatThrownBy(() -> resolve(List.of("com.example:app:1.0"), List.of("com.*:leaf")))
        .hasMessageContaining("com.*:leaf");
  }

  private List<MavenFile> resolve(List<String> coordinates, List<String> excludes)
      throws PackageBuildException {
    try (MavenRepository repository =
        new MavenRepository(MavenSettings.ofUser(home), ProgressListener.SILENT)) {
      return repository.withDependencies(coordinates, excludes);
    }
  }

  private void deploy(String artifact, String dependencies) throws IOException {
    String base = ".m2/repository/com/example/%s/1.0/%s-1.0".formatted(artifact, artifact);
    write(
        base + ".pom",
        """
        <project><modelVersion>4.0.0</modelVersion>%s<dependencies>%s</dependencies></project>
        """
            .formatted(of(artifact, ""), dependencies));
    write(base + ".jar", "jar of " + artifact);
  }

  private static String of(String artifact, String more) {
    return "<groupId>com.example</groupId><artifactId>%s</artifactId><version>1.0</version>%s"
        .formatted(artifact, more);
  }

  private void write(String path, String content) throws IOException {
    Path file = home.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
