package dev.meridian.controlplane.catalog;

import dev.meridian.spec.packages.ArtifactLock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that pods get into their sandbox, fixed by digests.
 *
 * @param unpack {@code tar.gz} or {@code zip} when the content of the files goes to their
 *     destinations; {@code ""} for plain files
 * @param executable true when the files get the executable bit
 * @param pods the pod types that get it; empty for all
 * @param files none for a container image
 */
public record LockedArtifact(
    String name, String unpack, boolean executable, List<String> pods, List<File> files) {
  private static final Map<String, String> KINDS =
      Map.of(".tar.gz", "tar.gz", ".tgz", "tar.gz", ".zip", "zip", ".jar", "zip");

  public LockedArtifact {
    pods = List.copyOf(pods);
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param digest lower-case hexadecimal SHA-256
   * @param destination relative to the sandbox; a folder when the artifact is unpacked
   */
  public record File(String digest, long sizeBytes, String destination) {}

  boolean isFor(String podType) {
    return pods.isEmpty() || pods.contains(podType);
  }

  static LockedArtifact of(ArtifactLock.Artifact locked) {
    return new LockedArtifact(
        locked.name(),
        locked.unpack() ? unpackedAs(locked).orElse("") : "",
        locked.executable(),
        locked.pods(),
        locked.files().stream()
            .map(file -> new File(file.sha256(), file.size(), file.path()))
            .toList());
  }

  /** How an artifact's files are unpacked, by their names; empty when they cannot be. */
  static Optional<String> unpackedAs(ArtifactLock.Artifact locked) {
    List<Optional<String>> kinds =
        locked.files().stream().map(file -> kind(file.source())).distinct().toList();
    return kinds.size() == 1 ? kinds.getFirst() : Optional.empty();
  }

  private static Optional<String> kind(String source) {
    String path = source.replaceFirst("[?#].*$", "");
    return KINDS.entrySet().stream()
        .filter(kind -> path.endsWith(kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
