package dev.meridian.spec.parse;

import dev.meridian.spec.ConfigSpec;
import dev.meridian.spec.DiscoverySpec;
import dev.meridian.spec.Goal;
import dev.meridian.spec.NearestName;
import dev.meridian.spec.ResourceSpec;
import dev.meridian.spec.TaskSpec;
import dev.meridian.spec.TransportEncryptionSpec;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one task of a pod. */
final class TaskParser {
  private static final int MAX_CONFIG_CHARACTERS = 1 << 20;
  private static final Duration MAX_KILL_GRACE = Duration.ofHours(1);

  private final String name;
  private final Keys keys;
  private final Map<String, ResourceSpec> resourceSets;
  private final Map<String, String> templateFiles;

  TaskParser(
      Keys.Named element,
      Map<String, ResourceSpec> resourceSets,
      Map<String, String> templateFiles) {
    Names.check(element, "task");
    this.name = element.name();
    this.keys = element.keys();
    this.resourceSets = resourceSets;
    this.templateFiles = templateFiles;
  }

  TaskSpec task() {
    Optional<String> resourceSet = keys.text("resource-set");
    return new TaskSpec(
        name,
        goal(),
        keys.flag("essential", true),
        keys.requiredText("cmd"),
        Pairs.read(keys, "labels", ",", ":"),
        env(),
        configs(),
        resourceSet,
        resources(resourceSet),
        CheckParser.healthCheck(keys),
        CheckParser.readinessCheck(keys),
        discovery(),
        killGracePeriod(),
        transportEncryption(),
        IpcParser.ofTask(keys));
  }

  private Goal goal() {
    Optional<Goal> goal = keys.choice("goal", Keys.names(Goal.class));
    if (keys.value("goal").isEmpty()) {
      keys.require("goal");
    }
    return goal.orElse(Goal.RUNNING);
  }

  private Map<String, String> env() {
    Map<String, String> env = keys.textMap("env");
    for (String variable : env.keySet()) {
      if (variable.isBlank() || variable.indexOf('=') >= 0 || variable.indexOf('\0') >= 0) {
        keys.error("env", "\"" + variable + "\" cannot be the name of a variable");
      }
    }
    return env;
  }

  private Map<String, ConfigSpec> configs() {
    Set<String> destinations = new HashSet<>();
    return keys.named(
        "configs",
        element -> {
          Keys config = element.keys();
          String template = config.requiredText("template");
          String dest = config.requiredText("dest");
          if (!dest.isEmpty() && !Names.isInside(dest)) {
            config.error("dest", "must be a path inside the sandbox");
          }
          if (!dest.isEmpty() && !destinations.add(dest)) {
            config.error("dest", "is the destination of another config of this task");
          }
          return new ConfigSpec(template, dest, content(config, template));
        });
  }

  private String content(Keys config, String template) {
    if (template.isEmpty()) {
      return "";
    }
    String content = templateFiles.get(template);
    if (content == null) {
      config.error(
          "template",
          "there is no template " + template,
          NearestName.of(template, templateFiles.keySet()));
      return "";
    }
    if (content.isBlank()) {
      config.error("template", "the template " + template + " is empty");
    } else if (content.length() > MAX_CONFIG_CHARACTERS) {
      config.error(
          "template", template + " is longer than " + MAX_CONFIG_CHARACTERS + " characters");
    }
    return content;
  }

  private ResourceSpec resources(Optional<String> resourceSet) {
    if (resourceSet.isEmpty()) {
      return ResourceParser.resources(keys);
    }
    if (ResourceParser.isGiven(keys)) {
      keys.error("resource-set", "cannot be given together with resources of the task's own");
    }
    ResourceSpec shared = resourceSets.get(resourceSet.get());
    if (shared == null) {
      keys.error(
          "resource-set",
          "the pod has no resource set " + resourceSet.get(),
          NearestName.of(resourceSet.get(), resourceSets.keySet()));
      return ResourceSpec.NONE;
    }
    return shared;
  }

  private Optional<DiscoverySpec> discovery() {
    return keys.map("discovery")
        .map(
            discovery -> {
              DiscoverySpec spec =
                  new DiscoverySpec(
                      discovery.text("prefix"),
                      discovery
                          .choice("visibility", Keys.names(DiscoverySpec.Visibility.class))
                          .orElse(DiscoverySpec.Visibility.CLUSTER));
              discovery.finish();
              return spec;
            });
  }

  private Duration killGracePeriod() {
    Duration period = keys.duration("kill-grace-period").orElse(CheckParser.DEFAULT_KILL_GRACE);
    if (period.compareTo(MAX_KILL_GRACE) > 0) {
      keys.error("kill-grace-period", "must be at most 3600 seconds");
    }
    return period;
  }

  private List<TransportEncryptionSpec> transportEncryption() {
    List<TransportEncryptionSpec> read = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    List<YamlNode> items = keys.list("transport-encryption");
    for (int i = 0; i < items.size(); i++) {
      Keys.of(items.get(i), keys.path("transport-encryption") + "[" + i + "]", keys.problems())
          .ifPresent(
              item -> {
                String material = item.requiredText("name");
                if (!seen.add(material)) {
                  item.error("name", "is given twice");
                }
                Optional<TransportEncryptionSpec.Type> type =
                    item.choice("type", Keys.names(TransportEncryptionSpec.Type.class));
                if (item.value("type").isEmpty()) {
                  item.require("type");
                }
                item.finish();
                read.add(
                    new TransportEncryptionSpec(
                        material, type.orElse(TransportEncryptionSpec.Type.TLS)));
              });
    }
    return read;
  }
}
