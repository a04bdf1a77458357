package dev.meridian.cli.packages;

import dev.meridian.spec.packages.ArtifactLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;

/** Files by digest: {@code blobs/sha256/<digest>} of a bundle's folder. */
final class BlobFolder {
  private final Path folder;

  private BlobFolder(Path folder) {
    this.folder = folder;
  }

  static BlobFolder in(Path bundleFolder) throws IOException {
    return new BlobFolder(Files.createDirectories(bundleFolder.resolve("blobs").resolve("sha256")));
  }

  Path path(String digest) {
    return folder.resolve(digest);
  }

  /** True when the blob is there, whole. */
  boolean has(String digest) throws IOException {
    return Files.isRegularFile(path(digest)) && Sha256.of(path(digest)).equals(digest);
  }

  /** A new file in the same file system, for {@link #keep}. */
  Path temporary() throws IOException {
    return Files.createTempFile(folder, ".new-", "");
  }

  /** Makes a file the blob with this digest. */
  void keep(Path file, String digest) throws IOException {
    Files.move(
        file, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Puts every file in; those that are there already stay. */
  List<Bundle.Blob> store(List<ResolvedArtifact> artifacts, ProgressListener progress)
      throws IOException {
    TreeMap<String, Bundle.Blob> blobs = new TreeMap<>();
    for (ResolvedArtifact artifact : artifacts) {
      List<ArtifactLock.File> files = artifact.locked().files();
      for (int i = 0; i < files.size(); i++) {
        String digest = files.get(i).sha256();
        if (!has(digest)) {
          Path fresh = temporary();
          Files.copy(artifact.paths().get(i), fresh, StandardCopyOption.REPLACE_EXISTING);
          keep(fresh, digest);
        }
        blobs.put(digest, new Bundle.Blob(digest, files.get(i).size(), path(digest)));
      }
    }
    long bytes = blobs.values().stream().mapToLong(Bundle.Blob::size).sum();
    progress.progress("Collected " + blobs.size() + " files, " + bytes / 1_000_000 + " MB");
    return List.copyOf(blobs.values());
  }
}
