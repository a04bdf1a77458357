package dev.meridian.spec.packages;

import java.util.List;

/** Where an artifact comes from when a package is built; pods get it by digest only. */
public sealed interface ArtifactSource {

  /**
   * The runtime closure of Maven coordinates, resolved as one graph.
   *
   * @param coordinates {@code group:artifact[:extension[:classifier]]:version}, never empty
   * @param excludes {@code group:artifact}; {@code *} stands for any
   */
  record Maven(List<String> coordinates, List<String> excludes) implements ArtifactSource {
    public Maven {
      coordinates = List.copyOf(coordinates);
      excludes = List.copyOf(excludes);
    }
  }

  /** A file of the package itself. */
  record PackageFile(String path) implements ArtifactSource {}

  /** A download; what does not have the digest is refused. */
  record Url(String url, String sha256) implements ArtifactSource {}

  /** A container image for runtimes that run images. */
  record Image(String reference) implements ArtifactSource {}
}
