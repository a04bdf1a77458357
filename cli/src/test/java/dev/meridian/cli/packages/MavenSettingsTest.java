package dev.meridian.cli.packages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.aether.repository.RemoteRepository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenSettingsTest {
  @TempDir private Path home;

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectory(home.resolve(".m2"));
  }

  @Test
  void asksCentralWithoutSettings() throws PackageBuildException {
    MavenSettings settings = MavenSettings.ofUser(home);

    assertThat(settings.repositories()).extracting(RemoteRepository::getId).containsOnly("central");
    assertThat(settings.offline()).isFalse();
  }

  @Test
  void honoursMirrorsLocalRepositoryOfflineAndActiveProfiles() throws Exception {
    write(
        """
        <settings>
          <localRepository>/somewhere/else</localRepository>
          <offline>true</offline>
          <mirrors>
            <mirror><id>inside</id><url>https://maven.example.com/</url><mirrorOf>*</mirrorOf></mirror>
          </mirrors>
          <profiles>
            <profile>
              <id>ours</id>
              <repositories>
                <repository><id>team</id><url>https://team.example.com/</url></repository>
              </repositories>
            </profile>
            <profile>
              <id>not-active</id>
              <repositories>
                <repository><id>other</id><url>https://other.example.com/</url></repository>
              </repositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>ours</activeProfile></activeProfiles>
        </settings>
        """);

    MavenSettings settings = MavenSettings.ofUser(home);

    assertThat(settings.repositories())
        .extracting(RemoteRepository::getId)
        .containsExactly("team", "central");
    assertThat(settings.repositories())
        .allSatisfy(
            repository ->
                assertThat(settings.mirrors().getMirror(repository).getUrl())
                    .isEqualTo("https://maven.example.com/"));
    assertThat(settings.offline()).isTrue();
    assertThat(settings.localRepository()).isEqualTo(Path.of("/somewhere/else"));
  }

  @Test
  void namesTheFileThatCannotBeRead() throws IOException {
    write("<settings><mirrors></settings>");

    assertThatThrownBy(() -> MavenSettings.ofUser(home))
        .isInstanceOf(PackageBuildException.class)
        .hasMessageContaining("settings.xml");
  }

  private void write(String settings) throws IOException {
    Files.writeString(home.resolve(".m2/settings.xml"), settings);
  }
}
