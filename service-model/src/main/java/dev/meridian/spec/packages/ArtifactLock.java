package dev.meridian.spec.packages;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code artifacts.lock.json}: every file that the artifacts stand for, fixed by its digest. It is
 * written when a package is built and is all that the control plane and agents need.
 */
public record ArtifactLock(int schema, List<Artifact> artifacts) {
  public static final int SCHEMA = 1;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  public ArtifactLock {
    artifacts = List.copyOf(artifacts);
  }

  public static ArtifactLock of(List<Artifact> artifacts) {
    return new ArtifactLock(SCHEMA, artifacts);
  }

  /**
   * A locked artifact.
   *
   * @param pods the pod types that get it; empty for all
   * @param files in the order of the resolution
   */
  public record Artifact(
      String name,
      String destination,
      boolean unpack,
      boolean executable,
      List<String> pods,
      List<File> files) {
    public Artifact {
      pods = pods == null ? List.of() : List.copyOf(pods);
      files = List.copyOf(files);
    }
  }

  /**
   * A locked file.
   *
   * @param path in the sandbox; for an archive that is unpacked, the folder that its content goes
   *     to
   * @param sha256 64 lower-case hexadecimal digits
   * @param size in bytes
   * @param source for people: coordinates, address or path in the package
   */
  public record File(String path, String sha256, long size, String source) {
    public File {
      if (!sha256.matches("[0-9a-f]{64}")) {
        throw new IllegalArgumentException(path + " has no SHA-256 of 64 hexadecimal digits");
      }
      if (size < 0) {
        throw new IllegalArgumentException(path + " has a negative size");
      }
    }
  }

  /** Ends with a line feed, so that the file is one that tools like. */
  public String write() {
    return JSON.writeValueAsString(this) + "\n";
  }

  /**
   * Reads a lock.
   *
   * @throws IllegalArgumentException when the text is no lock, or one of another schema
   */
  public static ArtifactLock read(String json) {
    ArtifactLock lock;
    try {
      lock = JSON.readValue(json, ArtifactLock.class);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "is no artifact lock: " + e.getOriginalMessage() + "; build the package again", e);
    }
    if (lock == null || lock.schema() != SCHEMA) {
      throw new IllegalArgumentException(
          "is no artifact lock of schema " + SCHEMA + "; build the package again");
    }
    return lock;
  }
}
