package dev.meridian.spec.parse;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.StepSpec;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.Problems;
import dev.meridian.spec.yaml.YamlNode;
import dev.meridian.spec.yaml.YamlNode.Entry;
import dev.meridian.spec.yaml.YamlNode.YamlList;
import dev.meridian.spec.yaml.YamlNode.YamlMap;
import dev.meridian.spec.yaml.YamlNode.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the {@code steps} of a phase: one-key maps of a pod index or {@code default}. */
final class StepsParser {
  private static final String DEFAULT = "default";
  private static final Pattern INDEX = Pattern.compile("[0-9]{1,6}");

  private final Keys phase;
  private final PodSpec pod;
  private final Problems problems;
  private final Set<Optional<Integer>> seen = new HashSet<>();

  StepsParser(Keys phase, PodSpec pod) {
    this.phase = phase;
    this.pod = pod;
    this.problems = phase.problems();
  }

  List<StepSpec> steps() {
    List<StepSpec> steps = new ArrayList<>();
    List<YamlNode> items = phase.list("steps");
    for (int i = 0; i < items.size(); i++) {
      String path = phase.path("steps") + "[" + i + "]";
      if (items.get(i) instanceof YamlMap map && map.entries().size() == 1) {
        entry(map.entries().getFirst(), path).ifPresent(steps::add);
      } else {
        problems.error(path, items.get(i), "must have exactly one key: a pod index or \"default\"");
      }
    }
    for (int index = 0; index < pod.count(); index++) {
      if (!seen.contains(Optional.of(index)) && !seen.contains(Optional.<Integer>empty())) {
        phase.error(
            "steps",
            "has neither an entry for pod " + index + " of " + pod.type() + " nor a default");
        break;
      }
    }
    return steps;
  }

  private Optional<StepSpec> entry(Entry entry, String path) {
    Optional<Integer> index = Optional.empty();
    if (!entry.key().equals(DEFAULT)) {
      if (!INDEX.matcher(entry.key()).matches()) {
        problems.error(
            path + "." + entry.key(),
            entry.line(),
            entry.column(),
            "must be a pod index or \"default\"",
            NearestName.of(entry.key(), List.of(DEFAULT)));
        return Optional.empty();
      }
      index = Optional.of(Integer.valueOf(entry.key()));
    }
    String entryPath = path + "." + entry.key();
    if (!seen.add(index)) {
      problems.error(entryPath, entry.line(), entry.column(), "is given twice in this phase");
    }
    if (index.filter(number -> number >= pod.count()).isPresent()) {
      problems.warning(
          entryPath, entry.value(), "is for a pod that does not exist: count is " + pod.count());
    }
    return Optional.of(new StepSpec(index, launches(entry.value(), entryPath)));
  }

  private List<List<String>> launches(YamlNode value, String path) {
    List<List<String>> launches = new ArrayList<>();
    if (!(value instanceof YamlList list)) {
      problems.error(path, value, "must be a list of lists of tasks, such as [[" + first() + "]]");
      return launches;
    }
    for (YamlNode item : list.items()) {
      String itemPath = path + "[" + launches.size() + "]";
      if (item instanceof YamlList tasks && !tasks.items().isEmpty()) {
        launches.add(tasks(tasks, itemPath));
      } else {
        problems.error(itemPath, item, "must be a list of tasks, such as [" + first() + "]");
      }
    }
    return launches;
  }

  private List<String> tasks(YamlList list, String path) {
    List<String> tasks = new ArrayList<>();
    for (YamlNode item : list.items()) {
      String name = item instanceof YamlScalar scalar ? scalar.text() : "";
      if (!pod.tasks().containsKey(name)) {
        problems.error(
            path,
            item.line(),
            item.column(),
            "the pod " + pod.type() + " has no task \"" + name + "\"",
            NearestName.of(name, pod.tasks().keySet()));
      } else if (tasks.contains(name)) {
        problems.error(path, item, "names the task " + name + " twice");
      } else {
        tasks.add(name);
      }
    }
    PlanBuilder.sharedResourceSet(pod, tasks)
        .ifPresent(reason -> problems.error(path, list, reason));
    return tasks;
  }

  private String first() {
    return pod.tasks().keySet().stream().findFirst().orElse("task");
  }
}
