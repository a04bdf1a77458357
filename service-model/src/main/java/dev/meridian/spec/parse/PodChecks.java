package dev.meridian.spec.parse;

import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SecretSpec;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.VolumeSpec;
import dev.meridian.spec.yaml.Keys;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rules between the parts of one pod, whose tasks share one sandbox. */
final class PodChecks {
  private PodChecks() {}

  static void check(PodSpec pod, Keys keys) {
    volumePathsDiffer(pod, keys);
    secretsDiffer(pod, keys);
    configsDoNotOverwriteEachOther(pod, keys);
    resourceSetsAreUsed(pod, keys);
  }

  private static void volumePathsDiffer(PodSpec pod, Keys keys) {
    Set<String> paths = new HashSet<>();
    for (VolumeSpec volume : pod.allVolumes()) {
      if (!volume.path().isEmpty() && !paths.add(volume.path())) {
        keys.problems()
            .error(
                keys.path(),
                keys.node(),
                "two volumes have the path "
                    + volume.path()
                    + "; the tasks of a pod share one sandbox, so each volume needs a path of its"
                    + " own");
      }
    }
  }

  private static void secretsDiffer(PodSpec pod, Keys keys) {
    Set<String> variables = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (Map.Entry<String, SecretSpec> secret : pod.secrets().entrySet()) {
      boolean sameVariable =
          secret.getValue().envKey().filter(key -> !variables.add(key)).isPresent();
      boolean sameFile = secret.getValue().file().filter(file -> !files.add(file)).isPresent();
      if (sameVariable || sameFile) {
        keys.errorAt(
            List.of("secrets", secret.getKey()),
            "has the same " + (sameVariable ? "env-key" : "file") + " as another secret");
      }
    }
  }

  private static void configsDoNotOverwriteEachOther(PodSpec pod, Keys keys) {
    Map<String, String> templates = new HashMap<>();
    for (TaskSpec task : pod.tasks().values()) {
      task.configs()
          .values()
          .forEach(
              config -> {
                String other = templates.putIfAbsent(config.dest(), config.template());
                if (other != null && !other.equals(config.template())) {
                  keys.warning(
                      "tasks",
                      "task "
                          + task.name()
                          + " writes another template to "
                          + config.dest()
                          + " than a task before it; they share one sandbox");
                }
              });
    }
  }

  private static void resourceSetsAreUsed(PodSpec pod, Keys keys) {
    for (String id : pod.resourceSets().keySet()) {
      boolean used =
          pod.tasks().values().stream()
              .anyMatch(task -> task.resourceSet().equals(Optional.of(id)));
      if (!used) {
        keys.warning("resource-sets", "no task uses " + id + "; it is reserved all the same");
      }
    }
  }
}
