package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SecretSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.tenancy.secrets.SecretPath;
import dev.meridian.tenancy.secrets.SecretVersion;
import dev.meridian.tenancy.secrets.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The secrets that the pods of an instance name: they must be there, and be its to read. */
@Component
class NamedSecrets {
  private final Secrets secrets;

  NamedSecrets(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * Records what the configuration names, in the transaction that makes it the target.
   *
   * @throws ProblemException when pods could not be given a secret, with all reasons
   */
  void record(UUID tenant, UUID instance, String name, ServiceSpec spec) {
    Set<String> paths = check(tenant, name, spec);
    secrets.use(tenant, instance, paths);
  }

  /**
   * Checks without recording.
   *
   * @return the paths that the configuration names
   */
  Set<String> check(UUID tenant, String name, ServiceSpec spec) {
    Set<String> paths =
        spec.pods().values().stream()
            .flatMap(pod -> pod.secrets().values().stream())
            .map(SecretSpec::path)
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, SecretVersion> current = secrets.current(tenant, paths);
    List<FieldError> problems = new ArrayList<>();
    for (PodSpec pod : spec.pods().values()) {
      for (SecretSpec secret : pod.secrets().values()) {
        problem(name, secret, current, "/spec/pods/" + pod.type() + "/secrets", problems);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "Instance \"%s\" cannot be given its secrets: %s"
              .formatted(
                  name,
                  problems.stream()
                      .map(FieldError::message)
                      .distinct()
                      .collect(Collectors.joining("; "))),
          problems);
    }
    return paths;
  }

  private static void problem(
      String instance,
      SecretSpec secret,
      Map<String, SecretVersion> current,
      String pointer,
      List<FieldError> problems) {
    SecretVersion version = current.get(secret.path());
    if (!SecretPath.isVisibleTo(secret.path(), instance)) {
      problems.add(
          new FieldError(
              pointer,
              "secret '%s' is not visible to it; name one without a namespace, or one under %s/"
                  .formatted(secret.path(), instance)));
    } else if (version == null) {
      problems.add(
          new FieldError(
              pointer, "the tenant has no secret '%s'; create it first".formatted(secret.path())));
    } else if (version.binary() && secret.envKey().isPresent()) {
      problems.add(
          new FieldError(
              pointer,
              "secret '%s' is binary and cannot be the variable %s; give it to a file"
                  .formatted(secret.path(), secret.envKey().get())));
    }
  }
}
