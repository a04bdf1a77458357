package dev.meridian.cli.packages;

import dev.meridian.cli.packages.MavenRepository.MavenFile;
import dev.meridian.spec.packages.ArtifactLock;
import dev.meridian.spec.packages.ArtifactSource;
import dev.meridian.spec.packages.ArtifactSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the files that the entries of {@code artifacts.yml} stand for. */
final class ArtifactResolver {
  private final Path packageFolder;
  private final BlobFolder blobs;
  private final Path userHome;
  private final ProgressListener progress;

  ArtifactResolver(Path packageFolder, BlobFolder blobs, Path userHome, ProgressListener progress) {
    this.packageFolder = packageFolder;
    this.blobs = blobs;
    this.userHome = userHome;
    this.progress = progress;
  }

  List<ResolvedArtifact> resolve(List<ArtifactSpec> artifacts)
      throws PackageBuildException, IOException {
    List<ResolvedArtifact> resolved = new ArrayList<>();
    for (ArtifactSpec artifact : artifacts) {
      resolved.add(
          switch (artifact.source()) {
            case ArtifactSource.Maven maven -> maven(artifact, maven);
            case ArtifactSource.PackageFile file -> packageFile(artifact, file);
            case ArtifactSource.Url url -> url(artifact, url);
            case ArtifactSource.Image image -> resolved(artifact, List.of(), List.of());
          });
    }
    return resolved;
  }

  private ResolvedArtifact maven(ArtifactSpec artifact, ArtifactSource.Maven maven)
      throws PackageBuildException, IOException {
    List<MavenFile> found;
    try (MavenRepository repository =
        new MavenRepository(MavenSettings.ofUser(userHome), progress)) {
      found = repository.withDependencies(maven.coordinates(), maven.excludes());
    }
    List<ArtifactLock.File> files = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (MavenFile each : found) {
      // Two groups may have an artifact of the same name and version.
      String name =
          taken.add(each.fileName()) ? each.fileName() : each.group() + "." + each.fileName();
      files.add(file(below(artifact.destination(), name), each.path(), each.coordinates()));
      paths.add(each.path());
    }
    return resolved(artifact, files, paths);
  }

  private ResolvedArtifact packageFile(ArtifactSpec artifact, ArtifactSource.PackageFile source)
      throws PackageBuildException, IOException {
    requireArchiveToUnpack(artifact, source.path());
    Path path = packageFolder.resolve(source.path());
    return resolved(
        artifact, List.of(file(artifact.destination(), path, source.path())), List.of(path));
  }

  private ResolvedArtifact url(ArtifactSpec artifact, ArtifactSource.Url source)
      throws PackageBuildException, IOException {
    URI address = URI.create(source.url());
    requireArchiveToUnpack(artifact, address.getPath());
    Path path = blobs.path(source.sha256());
    if (!blobs.has(source.sha256())) {
      progress.progress("Downloading " + source.url());
      Path fresh = blobs.temporary();
      RemoteFile.fetch(address, fresh);
      String actual = Sha256.of(fresh);
      if (!actual.equals(source.sha256())) {
        Files.delete(fresh);
        throw new PackageBuildException(
            source.url()
                + " has the SHA-256 "
                + actual
                + ", but artifacts.yml says "
                + source.sha256()
                + ". Find out why it changed before you take the new one.");
      }
      blobs.keep(fresh, actual);
    }
    return resolved(
        artifact, List.of(file(artifact.destination(), path, source.url())), List.of(path));
  }

  private static void requireArchiveToUnpack(ArtifactSpec artifact, String source)
      throws PackageBuildException {
    if (artifact.unpack() && !source.matches(".*\\.(zip|jar|tar\\.gz|tgz)")) {
      throw new PackageBuildException(
          "The artifact "
              + artifact.name()
              + " shall be unpacked, but "
              + source
              + " is neither zip nor tar.gz. Drop unpack, or pack it anew.");
    }
  }

  private static String below(String folder, String name) {
    String trimmed = folder.replaceFirst("/+$", "");
    return trimmed.isEmpty() || trimmed.equals(".") ? name : trimmed + "/" + name;
  }

  private static ArtifactLock.File file(String destination, Path path, String source)
      throws IOException {
    return new ArtifactLock.File(destination, Sha256.of(path), Files.size(path), source);
  }

  private static ResolvedArtifact resolved(
      ArtifactSpec artifact, List<ArtifactLock.File> files, List<Path> paths) {
    return new ResolvedArtifact(
        new ArtifactLock.Artifact(
            artifact.name(),
            artifact.destination(),
            artifact.unpack(),
            artifact.executable(),
            artifact.pods(),
            files),
        paths);
  }
}
