package dev.meridian.tenancy.secrets;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A secret without its value.
 *
 * @param path its name in the tenant, with namespaces: {@code password}, {@code kafka/password}
 * @param binary its values are bytes, for files only; otherwise they are text
 * @param currentVersion the number that pods that are launched now get
 * @param createdBy who made it
 * @param rowVersion for the check that nobody else changed it meanwhile
 * @param users how many instances name it
 */
public record Secret(
    UUID id,
    String path,
    String description,
    boolean binary,
    Map<String, String> labels,
    int currentVersion,
    Instant createdAt,
    String createdBy,
    Instant changedAt,
    long rowVersion,
    int users) {
  public Secret {
    labels = Map.copyOf(labels);
  }

  /** One of the values that a secret has had. */
  public record Version(int number, int sizeBytes, Instant createdAt, String createdBy) {}

  /** A secret with its history and the instances that name it. */
  public record Detail(Secret secret, List<Version> versions, List<String> usedBy) {
    public Detail {
      versions = List.copyOf(versions);
      usedBy = List.copyOf(usedBy);
    }
  }
}
