package dev.meridian.spec.packages;

import java.util.List;

/**
 * One entry of {@code artifacts.yml}: something that pods get into their sandbox.
 *
 * @param destination in the sandbox: a folder for Maven closures and unpacked archives, else a
 *     file; {@code ""} for images
 * @param unpack true when the file is an archive whose content goes to the destination
 * @param executable true when the file gets the executable bit
 * @param pods the pod types that get it; empty for all
 */
public record ArtifactSpec(
    String name,
    ArtifactSource source,
    String destination,
    boolean unpack,
    boolean executable,
    List<String> pods) {

  public ArtifactSpec {
    pods = List.copyOf(pods);
  }

  /** True when pods of the type get it. */
  public boolean isFor(String podType) {
    return pods.isEmpty() || pods.contains(podType);
  }
}
