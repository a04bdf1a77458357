package dev.meridian.cli.packages;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/**
 * Resolves Maven coordinates as Maven itself would, into files of the user's local repository.
 * Nothing is fetched when all is there.
 */
final class MavenRepository implements AutoCloseable {
  private final RepositorySystem system;
  private final CloseableSession session;
  private final List<RemoteRepository> repositories;

  MavenRepository(MavenSettings settings, ProgressListener progress) {
    system = new RepositorySystemSupplier().get();
    session =
        new SessionBuilderSupplier(system)
            .get()
            .withLocalRepositoryBaseDirectories(settings.localRepository())
            .setOffline(settings.offline())
            .setMirrorSelector(settings.mirrors())
            .setProxySelector(settings.proxies())
            .setAuthenticationSelector(settings.authentications())
            .setTransferListener(new Downloads(progress))
            .build();
    repositories = system.newResolutionRepositories(session, settings.repositories());
  }

  /** A file and the coordinates that it has in the repository. */
  record MavenFile(String coordinates, String group, String fileName, Path path) {}

  /**
   * The artifacts and everything that they need at run time, in class-path order.
   *
   * @param coordinates {@code group:artifact[:extension[:classifier]]:version}
   * @param excludes {@code group:artifact}, where {@code *} stands for any
   */
  List<MavenFile> withDependencies(List<String> coordinates, List<String> excludes)
      throws PackageBuildException {
    List<Exclusion> exclusions = new ArrayList<>();
    for (String exclude : excludes) {
      exclusions.add(exclusion(exclude));
    }
    List<Dependency> wanted = new ArrayList<>();
    for (String each : coordinates) {
      wanted.add(new Dependency(artifact(each), JavaScopes.RUNTIME, false, exclusions));
    }
    CollectRequest collect = new CollectRequest(wanted, List.of(), repositories);
    try {
      return files(
          system
              .resolveDependencies(
                  session,
                  new DependencyRequest(
                      collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
              .getArtifactResults());
    } catch (DependencyResolutionException e) {
      throw unresolved(coordinates, e);
    }
  }

  private static List<MavenFile> files(List<ArtifactResult> results) {
    return results.stream()
        .map(ArtifactResult::getArtifact)
        .map(
            found ->
                new MavenFile(
                    coordinates(found), found.getGroupId(), fileName(found), found.getPath()))
        .toList();
  }

  private static Artifact artifact(String coordinates) throws PackageBuildException {
    try {
      return new DefaultArtifact(coordinates);
    } catch (IllegalArgumentException e) {
      throw new PackageBuildException(
          "\""
              + coordinates
              + "\" are no Maven coordinates. Write group:artifact:version, or"
              + " group:artifact:extension:version for another kind of file than jar.",
          e);
    }
  }

  private static Exclusion exclusion(String pattern) throws PackageBuildException {
    String[] parts = pattern.split(":", -1);
    for (String part : parts) {
      if (part.contains("*") && !part.equals("*")) {
        throw new PackageBuildException(
            "The exclude \""
                + pattern
                + "\" has a * inside of a name. Write a whole name, or * alone for any.");
      }
    }
    return new Exclusion(parts[0], parts[1], "*", "*");
  }

  private static String coordinates(Artifact artifact) {
    StringBuilder text =
        new StringBuilder(artifact.getGroupId()).append(':').append(artifact.getArtifactId());
    boolean classified = !artifact.getClassifier().isEmpty();
    if (classified || !artifact.getExtension().equals("jar")) {
      text.append(':').append(artifact.getExtension());
    }
    if (classified) {
      text.append(':').append(artifact.getClassifier());
    }
    return text.append(':').append(artifact.getVersion()).toString();
  }

  private static String fileName(Artifact artifact) {
    String classifier = artifact.getClassifier().isEmpty() ? "" : "-" + artifact.getClassifier();
    return artifact.getArtifactId()
        + "-"
        + artifact.getVersion()
        + classifier
        + "."
        + artifact.getExtension();
  }

  private PackageBuildException unresolved(List<String> coordinates, Exception cause) {
    String tried =
        repositories.stream().map(RemoteRepository::getUrl).collect(Collectors.joining(", "));
    String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return new PackageBuildException(
        "The Maven artifacts "
            + String.join(", ", coordinates)
            + " cannot be resolved: "
            + why
            + ". Check the versions, and that "
            + (session.isOffline()
                ? "the local repository has them, because the Maven settings say offline"
                : tried + " can be reached")
            + ".",
        cause);
  }

  @Override
  public void close() {
    session.close();
    system.shutdown();
  }

  private static final class Downloads extends AbstractTransferListener {
    private final ProgressListener progress;

    Downloads(ProgressListener progress) {
      this.progress = progress;
    }

    @Override
    public void transferSucceeded(TransferEvent event) {
      String name = event.getResource().getResourceName();
      if (!name.endsWith(".pom")) {
        progress.progress("Downloaded " + name.substring(name.lastIndexOf('/') + 1));
      }
    }
  }
}
