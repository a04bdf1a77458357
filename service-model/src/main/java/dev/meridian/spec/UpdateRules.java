package dev.meridian.spec;

import dev.meridian.spec.PlacementRule.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules that an update must keep and that can be judged from the two specs alone. What needs
 * knowledge of nodes, quotas or the state of a plan is judged elsewhere.
 */
public final class UpdateRules {
  private static final int MAX_DNS_NAME = 63;

  private final List<UpdateProblem> problems = new ArrayList<>();
  private final ServiceSpec before;
  private final ServiceSpec after;
  private final boolean volumesCanGrow;

  private UpdateRules(ServiceSpec before, ServiceSpec after, boolean volumesCanGrow) {
    this.before = before;
    this.after = after;
    this.volumesCanGrow = volumesCanGrow;
  }

  /** For runtimes whose volumes keep their size. */
  public static List<UpdateProblem> check(ServiceSpec before, ServiceSpec after) {
    return check(before, after, false);
  }

  /**
   * All rules that the new spec breaks, in the order of the old spec's pods.
   *
   * @param volumesCanGrow true when the runtime of every pod can grow a volume in place
   */
  public static List<UpdateProblem> check(
      ServiceSpec before, ServiceSpec after, boolean volumesCanGrow) {
    UpdateRules rules = new UpdateRules(before, after, volumesCanGrow);
    rules.check();
    return List.copyOf(rules.problems);
  }

  /** The rules for a spec that follows none. */
  public static List<UpdateProblem> checkInstall(ServiceSpec spec) {
    if (spec.name().replace("/", "").length() <= MAX_DNS_NAME) {
      return List.of();
    }
    return List.of(
        new UpdateProblem(
            "name",
            Optional.empty(),
            Optional.of(spec.name()),
            "is longer than " + MAX_DNS_NAME + " characters and would break host names",
            false));
  }

  private void check() {
    same("name", before.name(), after.name(), "the name of a service cannot change", true);
    same(
        "scheduler.user",
        before.scheduler().user(),
        after.scheduler().user(),
        "the user cannot change: volumes belong to it",
        true);
    before
        .pods()
        .forEach(
            (type, pod) -> {
              PodSpec next = after.pods().get(type);
              if (next == null) {
                removed(pod);
              } else {
                changed(pod, next);
              }
            });
  }

  private void removed(PodSpec pod) {
    if (!pod.allowDecommission()) {
      add(
          "pods." + pod.type(),
          pod.count() + " pods",
          null,
          "a pod type cannot be removed; allow it first with allow-decommission: true",
          false);
    }
  }

  private void changed(PodSpec pod, PodSpec next) {
    String field = "pods." + pod.type();
    if (next.count() < pod.count() && !next.allowDecommission()) {
      add(
          field + ".count",
          String.valueOf(pod.count()),
          String.valueOf(next.count()),
          "the count cannot go down without allow-decommission: true",
          false);
    }
    same(
        field + ".networks",
        regime(pod),
        regime(next),
        "a pod cannot move between networks that use ports of the host and networks that do not",
        false);
    same(
        field + ".pre-reserved-role",
        pod.preReservedRole(),
        next.preReservedRole(),
        "the pre-reserved role cannot change",
        false);
    same(
        field + ".placement",
        regions(pod),
        regions(next),
        "the region of a pod cannot change; move it with the placement policy of the instance",
        false);
    volumes(field + ".volumes", pod.volumes(), next.volumes());
    pod.tasks()
        .forEach(
            (name, task) -> {
              TaskSpec nextTask = next.tasks().get(name);
              if (nextTask != null) {
                volumes(
                    field + ".tasks." + name + ".volumes",
                    task.resources().volumes(),
                    nextTask.resources().volumes());
              }
            });
  }

  private void volumes(String field, Map<String, VolumeSpec> old, Map<String, VolumeSpec> next) {
    if (old.equals(next) || (volumesCanGrow && onlyGrown(old, next))) {
      return;
    }
    String reason =
        onlyGrown(old, next)
            ? "a volume cannot grow here: the runtime cannot resize a volume in place"
            : "volumes cannot change: the data in them would be lost";
    add(field, String.valueOf(old.values()), String.valueOf(next.values()), reason, false);
  }

  private static boolean onlyGrown(Map<String, VolumeSpec> old, Map<String, VolumeSpec> next) {
    return old.keySet().equals(next.keySet())
        && old.entrySet().stream()
            .allMatch(
                entry -> {
                  VolumeSpec was = entry.getValue();
                  VolumeSpec is = next.get(entry.getKey());
                  return is != null
                      && is.sizeMb() >= was.sizeMb()
                      && new VolumeSpec(was.path(), was.type(), is.sizeMb(), was.profiles())
                          .equals(is);
                });
  }

  private static String regime(PodSpec pod) {
    boolean hostPorts =
        pod.networks().isEmpty()
            || pod.networks().keySet().stream().allMatch("mesos-bridge"::equals);
    return hostPorts ? "ports of the host" : "addresses of its own";
  }

  private static String regions(PodSpec pod) {
    return pod.placementRule().flatten().stream()
        .filter(rule -> rule.mentions(Field.Kind.REGION))
        .toList()
        .toString();
  }

  private void same(String field, String old, String next, String message, boolean fatal) {
    if (!old.equals(next)) {
      add(field, old, next, message, fatal);
    }
  }

  private void add(String field, String old, @Nullable String next, String message, boolean fatal) {
    problems.add(
        new UpdateProblem(field, Optional.of(old), Optional.ofNullable(next), message, fatal));
  }
}
