package dev.meridian.cli.packages;

import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.packages.ArtifactLock;
import dev.meridian.spec.packages.ArtifactSource;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.spec.packages.PackageLint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Builds packages: checks the folder, resolves and locks its artifacts, and writes a bundle folder
 * {@code <out>/<name>-<version>} with {@code package.zip} and {@code blobs/sha256/<digest>}. The
 * same folder gives the same bundle on every machine.
 */
public final class PackageBuilder {
  /** What happens to an {@code artifacts.lock.json} that is in the package folder. */
  public enum LockMode {
    /** The build fails when what is resolved differs from it. */
    RESPECT,
    /** It is written anew. */
    UPDATE
  }

  private final Path userHome;

  /**
   * @param userHome where {@code .m2} with the user's Maven settings and local repository is
   */
  PackageBuilder(Path userHome) {
    this.userHome = userHome;
  }

  /**
   * Builds a package with the lock that it has; one without a lock gets one in its folder.
   *
   * @param out the folder in which the bundle's folder is made; blobs that are there already are
   *     used again
   * @throws PackageBuildException when the package has errors, an artifact cannot be had, or what
   *     is resolved is not what the lock says
   */
  public static Bundle build(Path packageFolder, Path out, ProgressListener progress)
      throws PackageBuildException {
    return build(packageFolder, out, LockMode.RESPECT, progress);
  }

  /** Like {@link #build(Path, Path, ProgressListener)}, with a choice about the lock. */
  public static Bundle build(
      Path packageFolder, Path out, LockMode lockMode, ProgressListener progress)
      throws PackageBuildException {
    return new PackageBuilder(Path.of(System.getProperty("user.home")))
        .run(packageFolder, out, lockMode, progress);
  }

  Bundle run(Path packageFolder, Path out, LockMode lockMode, ProgressListener progress)
      throws PackageBuildException {
    try {
      PackageDefinition definition = read(packageFolder, lockMode);
      String name = definition.metadata().name();
      String version = definition.metadata().version();
      Path folder = Files.createDirectories(out.resolve(name + "-" + version));
      BlobFolder blobs = BlobFolder.in(folder);
      progress.progress("Resolving the artifacts of " + name + " " + version);
      List<ResolvedArtifact> resolved =
          new ArtifactResolver(packageFolder, blobs, userHome, progress)
              .resolve(definition.artifacts());
      ArtifactLock lock = ArtifactLock.of(resolved.stream().map(ResolvedArtifact::locked).toList());
      if (lockMode == LockMode.RESPECT && definition.lock().isPresent()) {
        LockCheck.requireSame(name, definition.lock().get(), lock);
      } else if (!definition.artifacts().isEmpty()) {
        Files.writeString(packageFolder.resolve(PackageDefinition.LOCK_FILE), lock.write());
        progress.progress("Wrote " + PackageDefinition.LOCK_FILE);
      }
      List<Bundle.Blob> files = blobs.store(resolved, progress);
      Path zip = folder.resolve("package.zip");
      PackageZip.write(
          packageFolder,
          onlyArtifact(definition)::contains,
          Map.of(PackageDefinition.LOCK_FILE, lock.write().getBytes(StandardCharsets.UTF_8)),
          zip);
      return new Bundle(name, version, zip, files);
    } catch (IOException | UncheckedIOException e) {
      throw new PackageBuildException(
          "The package "
              + packageFolder
              + " cannot be built: "
              + e.getMessage()
              + ". Check the folder, "
              + out
              + " and the free space.",
          e);
    }
  }

  private static PackageDefinition read(Path folder, LockMode lockMode)
      throws PackageBuildException {
    if (!Files.isRegularFile(folder.resolve(PackageDefinition.METADATA_FILE))) {
      throw new PackageBuildException(
          folder
              + " is no package: it has no "
              + PackageDefinition.METADATA_FILE
              + ". Give the folder that holds it.");
    }
    PackageFiles files = PackageFiles.ofFolder(folder);
    // A lock that is about to be written anew may be broken.
    PackageFiles read = lockMode == LockMode.UPDATE ? new WithoutLock(files) : files;
    List<SpecProblem> problems = PackageLint.lint(read);
    if (problems.stream().anyMatch(SpecProblem::isError)) {
      throw new PackageBuildException(problems);
    }
    return PackageDefinition.read(read).definition().orElseThrow();
  }

  /** Files that are nothing but artifacts: they travel as blobs and may be large. */
  private static Set<String> onlyArtifact(PackageDefinition definition) {
    return definition.artifacts().stream()
        .map(artifact -> artifact.source())
        .filter(ArtifactSource.PackageFile.class::isInstance)
        .map(source -> ((ArtifactSource.PackageFile) source).path())
        .filter(path -> !path.startsWith(PackageDefinition.TEMPLATES_FOLDER))
        .filter(path -> !definition.metadata().icon().equals(Optional.of(path)))
        .collect(Collectors.toUnmodifiableSet());
  }
}
