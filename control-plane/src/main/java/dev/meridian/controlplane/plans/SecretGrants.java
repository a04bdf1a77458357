package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.SecretGrant;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SecretSpec;
import dev.meridian.tenancy.secrets.SecretVersion;
import java.util.List;
import java.util.Map;

/** What pods are given of their tenant's secrets. */
final class SecretGrants {
  private SecretGrants() {}

  /**
   * The secrets of a pod, in their current versions; a file that has no name is named by its path.
   */
  static List<SecretGrant> of(PodSpec pod, Map<String, SecretVersion> current) {
    return pod.secrets().values().stream().map(secret -> grant(secret, current)).toList();
  }

  private static SecretGrant grant(SecretSpec secret, Map<String, SecretVersion> current) {
    SecretVersion version = version(current, secret.path());
    String file = secret.file().orElse(secret.envKey().isPresent() ? "" : secret.path());
    return new SecretGrant(version.secret(), version.number(), secret.envKey().orElse(""), file);
  }

  static SecretVersion version(Map<String, SecretVersion> current, String path) {
    SecretVersion version = current.get(path);
    if (version == null) {
      // An instance records the secrets that it names, and a recorded one cannot be deleted.
      throw new IllegalStateException("The tenant has no secret at " + path);
    }
    return version;
  }
}
