package dev.meridian.cli.packages;

import dev.meridian.spec.packages.ArtifactLock;
import java.nio.file.Path;
import java.util.List;

/**
 * An artifact with its files on this machine.
 *
 * @param paths where the files of {@code locked} are, in the same order
 */
record ResolvedArtifact(ArtifactLock.Artifact locked, List<Path> paths) {
  ResolvedArtifact {
    paths = List.copyOf(paths);
  }
}
