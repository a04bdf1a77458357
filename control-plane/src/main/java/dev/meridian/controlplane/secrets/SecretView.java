package dev.meridian.controlplane.secrets;

import dev.meridian.tenancy.secrets.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * A secret as lists show it: never its value.
 *
 * @param binary its values are bytes; they can be given to files, not to variables
 * @param changedAt when its current version was made
 * @param users how many instances name it; the secret itself has their names
 */
record SecretView(
    UUID id,
    String path,
    String description,
    boolean binary,
    Map<String, String> labels,
    int currentVersion,
    Instant createdAt,
    String createdBy,
    Instant changedAt,
    int users) {

  static SecretView of(Secret secret) {
    return new SecretView(
        secret.id(),
        secret.path(),
        secret.description(),
        secret.binary(),
        secret.labels(),
        secret.currentVersion(),
        secret.createdAt(),
        secret.createdBy(),
        secret.changedAt(),
        secret.users());
  }
}
