package dev.meridian.spec;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Variables that reach tasks without a word of the spec, as in DC/OS: {@code TASKCFG_ALL_<NAME>}
 * for the tasks of every pod, {@code TASKCFG_<POD TYPE>_<NAME>} for those of one pod type. They win
 * over the task's own {@code env}, and the ones of a pod type over those of all.
 */
public final class TaskOverrides {
  private static final String PREFIX = "TASKCFG_";
  private static final String ALL = "ALL_";

  private TaskOverrides() {}

  /**
   * The spec whose tasks have the variables.
   *
   * @param environment what the spec's template was rendered with
   */
  public static ServiceSpec apply(ServiceSpec spec, Map<String, ?> environment) {
    Map<String, PodSpec> pods = new LinkedHashMap<>();
    spec.pods().forEach((type, pod) -> pods.put(type, apply(pod, environment)));
    return new ServiceSpec(spec.name(), spec.webUrl(), spec.scheduler(), pods, spec.plans());
  }

  private static PodSpec apply(PodSpec pod, Map<String, ?> environment) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String prefix : List.of(PREFIX + ALL, PREFIX + prefix(pod.type()))) {
      environment.forEach(
          (name, value) -> {
            if (isBelow(name, prefix)) {
              given.put(name.substring(prefix.length()), String.valueOf(value));
            }
          });
    }
    if (given.isEmpty()) {
      return pod;
    }
    Map<String, TaskSpec> tasks = new LinkedHashMap<>();
    pod.tasks()
        .forEach(
            (name, task) -> {
              Map<String, String> env = new LinkedHashMap<>(task.env());
              env.putAll(given);
              tasks.put(name, task.withEnv(env));
            });
    return pod.with(tasks);
  }

  /**
   * A warning for each such variable that is for no pod of the spec. It names the variable and
   * never its value.
   *
   * @param file the spec's name in problems
   */
  public static List<SpecProblem> unused(
      String file, ServiceSpec spec, Map<String, ?> environment) {
    Set<String> prefixes = new LinkedHashSet<>(Set.of(ALL));
    spec.pods().keySet().forEach(type -> prefixes.add(prefix(type)));
    return environment.keySet().stream()
        .filter(name -> name.startsWith(PREFIX))
        .map(name -> name.substring(PREFIX.length()))
        .filter(rest -> prefixes.stream().noneMatch(prefix -> isMeant(rest, prefix)))
        .sorted()
        .map(rest -> unused(file, rest, prefixes))
        .toList();
  }

  /**
   * An option that is a whole object has a variable of its own, which is called like the prefix.
   */
  private static boolean isMeant(String rest, String prefix) {
    return isBelow(rest, prefix) || (rest + "_").equals(prefix);
  }

  private static boolean isBelow(String name, String prefix) {
    return name.startsWith(prefix) && name.length() > prefix.length();
  }

  private static SpecProblem unused(String file, String rest, Set<String> prefixes) {
    return new SpecProblem(
        SpecProblem.Severity.WARNING,
        file,
        "",
        0,
        0,
        PREFIX + rest + " is for no pod of this service",
        nearest(rest, prefixes));
  }

  /** Compares as many words of the name as a prefix has: the words after them are the author's. */
  private static Optional<String> nearest(String rest, Set<String> prefixes) {
    List<String> words = List.of(rest.split("_", -1));
    return IntStream.range(1, words.size())
        .mapToObj(
            count ->
                NearestName.of(
                        String.join("_", words.subList(0, count)) + "_",
                        prefixes.stream().filter(prefix -> words(prefix) == count).toList())
                    .map(
                        prefix ->
                            PREFIX + prefix + String.join("_", words.subList(count, words.size()))))
        .flatMap(Optional::stream)
        .filter(name -> !prefixes.contains(name.substring(PREFIX.length())))
        .findFirst();
  }

  private static long words(String prefix) {
    return prefix.chars().filter(c -> c == '_').count();
  }

  private static String prefix(String podType) {
    return EnvironmentNames.of(podType) + "_";
  }
}
