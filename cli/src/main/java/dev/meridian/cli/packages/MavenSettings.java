package dev.meridian.cli.packages;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.model.building.DefaultModelProcessor;
import org.apache.maven.model.io.DefaultModelReader;
import org.apache.maven.model.locator.DefaultModelLocator;
import org.apache.maven.model.superpom.DefaultSuperPomProvider;
import org.apache.maven.settings.Activation;
import org.apache.maven.settings.Mirror;
import org.apache.maven.settings.Profile;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Repository;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.apache.maven.settings.building.DefaultSettingsBuilderFactory;
import org.apache.maven.settings.building.DefaultSettingsBuildingRequest;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.eclipse.aether.repository.Authentication;
import org.eclipse.aether.repository.AuthenticationSelector;
import org.eclipse.aether.repository.MirrorSelector;
import org.eclipse.aether.repository.ProxySelector;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.util.repository.AuthenticationBuilder;
import org.eclipse.aether.util.repository.DefaultAuthenticationSelector;
import org.eclipse.aether.util.repository.DefaultMirrorSelector;
import org.eclipse.aether.util.repository.DefaultProxySelector;

/**
 * Where Maven artifacts come from: what the user's {@code ~/.m2/settings.xml} says (local
 * repository, mirrors, proxies, servers, repositories of active profiles, offline), and Maven
 * Central. Encrypted passwords are not decrypted.
 */
final class MavenSettings {
  private static final RemoteRepository CENTRAL = central();

  private final Settings settings;
  private final Path home;

  private MavenSettings(Settings settings, Path home) {
    this.settings = settings;
    this.home = home;
  }

  /** The repository that Maven itself takes when nobody says otherwise: that of its super POM. */
  private static RemoteRepository central() {
    org.apache.maven.model.Repository central =
        new DefaultSuperPomProvider()
            .setModelProcessor(
                new DefaultModelProcessor()
                    .setModelLocator(new DefaultModelLocator())
                    .setModelReader(new DefaultModelReader()))
            .getSuperModel("4.0.0")
            .getRepositories()
            .getFirst();
    return new RemoteRepository.Builder(central.getId(), "default", central.getUrl()).build();
  }

  /**
   * Reads {@code .m2/settings.xml} below the folder, when it is there.
   *
   * @throws PackageBuildException when the file cannot be read
   */
  static MavenSettings ofUser(Path userHome) throws PackageBuildException {
    Path home = userHome.resolve(".m2");
    File file = home.resolve("settings.xml").toFile();
    try {
      return new MavenSettings(
          new DefaultSettingsBuilderFactory()
              .newInstance()
              .build(
                  new DefaultSettingsBuildingRequest()
                      .setUserSettingsFile(file)
                      .setSystemProperties(System.getProperties()))
              .getEffectiveSettings(),
          home);
    } catch (SettingsBuildingException e) {
      throw new PackageBuildException(
          "The Maven settings "
              + file
              + " cannot be read: "
              + e.getMessage()
              + ". Correct the file.",
          e);
    }
  }

  boolean offline() {
    return settings.isOffline();
  }

  Path localRepository() {
    return Optional.ofNullable(System.getProperty("maven.repo.local"))
        .or(() -> Optional.ofNullable(settings.getLocalRepository()))
        .map(Path::of)
        .orElseGet(() -> home.resolve("repository"));
  }

  /** Repositories of active profiles, then Central; mirrors are applied by the session. */
  List<RemoteRepository> repositories() {
    List<RemoteRepository> found = new ArrayList<>();
    for (Profile profile : settings.getProfiles()) {
      if (active(profile)) {
        for (Repository repository : profile.getRepositories()) {
          found.add(
              new RemoteRepository.Builder(repository.getId(), "default", repository.getUrl())
                  .build());
        }
      }
    }
    if (found.stream().noneMatch(repository -> repository.getId().equals(CENTRAL.getId()))) {
      found.add(CENTRAL);
    }
    return List.copyOf(found);
  }

  private boolean active(Profile profile) {
    Activation activation = profile.getActivation();
    return settings.getActiveProfiles().contains(profile.getId())
        || (settings.getActiveProfiles().isEmpty()
            && activation != null
            && activation.isActiveByDefault());
  }

  MirrorSelector mirrors() {
    DefaultMirrorSelector selector = new DefaultMirrorSelector();
    for (Mirror mirror : settings.getMirrors()) {
      selector.add(
          mirror.getId(),
          mirror.getUrl(),
          mirror.getLayout(),
          false,
          mirror.isBlocked(),
          mirror.getMirrorOf(),
          mirror.getMirrorOfLayouts());
    }
    return selector;
  }

  ProxySelector proxies() {
    DefaultProxySelector selector = new DefaultProxySelector();
    for (Proxy proxy : settings.getProxies()) {
      if (proxy.isActive()) {
        selector.add(
            new org.eclipse.aether.repository.Proxy(
                proxy.getProtocol(),
                proxy.getHost(),
                proxy.getPort(),
                authentication(proxy.getUsername(), proxy.getPassword())),
            proxy.getNonProxyHosts());
      }
    }
    return selector;
  }

  AuthenticationSelector authentications() {
    DefaultAuthenticationSelector selector = new DefaultAuthenticationSelector();
    for (Server server : settings.getServers()) {
      selector.add(server.getId(), authentication(server.getUsername(), server.getPassword()));
    }
    return selector;
  }

  private static Authentication authentication(String username, String password) {
    return new AuthenticationBuilder().addUsername(username).addPassword(password).build();
  }
}
