package dev.meridian.spec.parse;

import dev.meridian.spec.BackoffSpec;
import dev.meridian.spec.IpcSpec;
import dev.meridian.spec.PlacementRule;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.ResourceSpec;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.UnreachableSpec;
import dev.meridian.spec.VolumeSpec;
import dev.meridian.spec.yaml.Keys;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one pod type. */
final class PodParser {
  private static final int MAX_COUNT = 100_000;
  private static final int MAX_SECCOMP_NAME = 255;

  private final String type;
  private final Keys keys;
  private final Map<String, String> templateFiles;

  PodParser(Keys.Named element, Map<String, String> templateFiles) {
    Names.check(element, "pod");
    this.type = element.name();
    this.keys = element.keys();
    this.templateFiles = templateFiles;
  }

  PodSpec pod() {
    Map<String, VolumeSpec> volumes = VolumeParser.volumes(keys);
    Map<String, ResourceSpec> resourceSets =
        keys.named("resource-sets", element -> ResourceParser.resources(element.keys()));
    Map<String, TaskSpec> tasks =
        keys.named("tasks", element -> new TaskParser(element, resourceSets, templateFiles).task());
    keys.requireElements("tasks");
    PodSpec pod =
        new PodSpec(
            type,
            count(),
            placement(),
            tasks,
            volumes,
            resourceSets,
            keys.flag("allow-decommission", false),
            image(),
            keys.named("networks", ContainerParser::network),
            keys.named("rlimits", ContainerParser::rlimit),
            uris(),
            keys.named("host-volumes", VolumeParser::hostVolume),
            keys.named("external-volumes", VolumeParser::externalVolume),
            keys.named("secrets", ContainerParser::secret),
            keys.text("pre-reserved-role").orElse("*"),
            keys.flag("share-pid-namespace", false),
            keys.flag("seccomp-unconfined", false),
            seccompProfile(),
            IpcParser.ofPod(keys),
            backoff(),
            unreachable(hasLocalVolumes(volumes, resourceSets, tasks)),
            needs(),
            hostsFile());
    IpcSpec ipc = pod.ipc();
    if (ipc.shmSizeMb().isPresent() && ipc.mode().isEmpty()) {
      keys.error("shm-size", "needs ipc-mode: PRIVATE");
    }
    PodChecks.check(pod, keys);
    return pod;
  }

  private static boolean hasLocalVolumes(
      Map<String, VolumeSpec> volumes,
      Map<String, ResourceSpec> resourceSets,
      Map<String, TaskSpec> tasks) {
    return !volumes.isEmpty()
        || resourceSets.values().stream().anyMatch(set -> !set.volumes().isEmpty())
        || tasks.values().stream().anyMatch(task -> !task.resources().volumes().isEmpty());
  }

  private int count() {
    Optional<Integer> count = keys.integer("count", 0, MAX_COUNT);
    if (keys.value("count").isEmpty()) {
      keys.require("count");
    }
    return count.orElse(0);
  }

  private Optional<String> placement() {
    Optional<String> text =
        keys.value("placement")
            .flatMap(value -> PlacementText.of(value, keys))
            .filter(written -> !written.isBlank() && !written.strip().equals("[]"));
    text.map(PlacementRule::parse)
        .ifPresent(
            parsed -> parsed.problems().forEach(problem -> keys.error("placement", problem)));
    return text;
  }

  private Optional<String> image() {
    Optional<String> image = keys.text("image");
    if (keys.has("image") && image.filter(name -> !name.isBlank()).isEmpty()) {
      keys.require("image");
    }
    return image;
  }

  private List<String> uris() {
    List<String> uris = keys.texts("uris");
    for (String uri : uris) {
      try {
        new URI(uri);
      } catch (URISyntaxException e) {
        keys.error("uris", "\"" + uri + "\" is not a URI: " + e.getReason());
      }
    }
    return uris;
  }

  private Optional<String> seccompProfile() {
    Optional<String> profile = keys.text("seccomp-profile-name");
    if (profile.isPresent() && keys.flag("seccomp-unconfined", false)) {
      keys.error("seccomp-profile-name", "cannot be given together with seccomp-unconfined");
    }
    if (profile.filter(name -> name.isBlank() || name.length() > MAX_SECCOMP_NAME).isPresent()) {
      keys.error("seccomp-profile-name", "must be a name of at most " + MAX_SECCOMP_NAME);
    }
    return profile;
  }

  private BackoffSpec backoff() {
    return keys.map("backoff")
        .map(
            own -> {
              Duration initial = own.duration("initial").orElse(BackoffSpec.DEFAULT.initial());
              BigDecimal factor = own.decimal("factor").orElse(BackoffSpec.DEFAULT.factor());
              Duration max = own.duration("max").orElse(BackoffSpec.DEFAULT.max());
              if (factor.compareTo(BigDecimal.ONE) < 0
                  || factor.compareTo(BigDecimal.valueOf(100)) > 0) {
                own.error("factor", "must be from 1 to 100");
              }
              if (max.compareTo(initial) < 0) {
                own.error("max", "must not be below initial");
              }
              own.finish();
              return new BackoffSpec(initial, factor, max);
            })
        .orElse(BackoffSpec.DEFAULT);
  }

  private UnreachableSpec unreachable(boolean localVolumes) {
    UnreachableSpec otherwise =
        localVolumes ? UnreachableSpec.NEVER : UnreachableSpec.AFTER_FIVE_MINUTES;
    return keys.map("unreachable")
        .map(
            own -> {
              boolean never =
                  own.text("replace-after").filter("never"::equalsIgnoreCase).isPresent();
              UnreachableSpec read =
                  never
                      ? UnreachableSpec.NEVER
                      : own.duration("replace-after")
                          .map(after -> new UnreachableSpec(Optional.of(after)))
                          .orElse(otherwise);
              own.finish();
              return read;
            })
        .orElse(otherwise);
  }

  private Map<String, String> needs() {
    return keys.map("needs").map(NeedsParser::needs).orElse(Map.of());
  }

  private boolean hostsFile() {
    return keys.choice("discovery", Map.of("hosts-file", true)).orElse(false);
  }
}
