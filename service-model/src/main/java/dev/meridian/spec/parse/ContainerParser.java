package dev.meridian.spec.parse;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.NetworkSpec;
import dev.meridian.spec.RlimitSpec;
import dev.meridian.spec.SecretSpec;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.YamlNode;
import dev.meridian.spec.yaml.YamlNode.YamlScalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what surrounds the tasks of a pod: networks, limits of the kernel, secrets. */
final class ContainerParser {
  private static final String OVERLAY = "dcos";
  private static final String BRIDGE = "mesos-bridge";
  private static final Set<String> RLIMITS =
      new TreeSet<>(
          List.of(
              "RLIMIT_AS",
              "RLIMIT_CORE",
              "RLIMIT_CPU",
              "RLIMIT_DATA",
              "RLIMIT_FSIZE",
              "RLIMIT_MEMLOCK",
              "RLIMIT_MSGQUEUE",
              "RLIMIT_NICE",
              "RLIMIT_NOFILE",
              "RLIMIT_NPROC",
              "RLIMIT_RSS",
              "RLIMIT_RTPRIO",
              "RLIMIT_RTTIME",
              "RLIMIT_SIGPENDING",
              "RLIMIT_STACK"));
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final BigDecimal UNLIMITED = BigDecimal.ONE.negate();

  private ContainerParser() {}

  static NetworkSpec network(Keys.Named element) {
    Keys keys = element.keys();
    List<Integer> hostPorts = portNumbers(keys, "host-ports");
    List<Integer> containerPorts = portNumbers(keys, "container-ports");
    if (hostPorts.size() != containerPorts.size()) {
      keys.error(
          "container-ports",
          "must have as many entries as host-ports: "
              + hostPorts.size()
              + ", but has "
              + containerPorts.size());
    }
    boolean mapped = !hostPorts.isEmpty() || !containerPorts.isEmpty();
    switch (element.name()) {
      case BRIDGE -> {}
      case OVERLAY -> {
        if (mapped) {
          keys.error(
              "host-ports",
              "the network dcos gives each task its own address: no port can be mapped");
        }
      }
      default ->
          keys.problems()
              .warning(
                  keys.path(),
                  keys.node(),
                  "is not a known network (dcos, mesos-bridge); its ports are not mapped");
    }
    return new NetworkSpec(hostPorts, containerPorts, Pairs.read(keys, "labels", ",", ":"));
  }

  private static List<Integer> portNumbers(Keys keys, String key) {
    List<Integer> numbers = new ArrayList<>();
    List<YamlNode> items = keys.list(key);
    for (int i = 0; i < items.size(); i++) {
      boolean port =
          items.get(i) instanceof YamlScalar scalar
              && PORT.matcher(scalar.text()).matches()
              && Integer.parseInt(scalar.text()) <= PortParser.HIGHEST;
      if (port) {
        numbers.add(Integer.valueOf(((YamlScalar) items.get(i)).text()));
      } else {
        keys.problems()
            .error(keys.path(key) + "[" + i + "]", items.get(i), "must be a port from 0 to 65535");
      }
    }
    return numbers;
  }

  static RlimitSpec rlimit(Keys.Named element) {
    Keys keys = element.keys();
    if (!RLIMITS.contains(element.name())) {
      keys.problems()
          .error(
              keys.path(),
              keys.node().line(),
              keys.node().column(),
              "is not a limit of the kernel; known are " + String.join(", ", RLIMITS),
              NearestName.of(element.name(), RLIMITS));
    }
    Optional<BigDecimal> soft = rlimitValue(keys, "soft");
    Optional<BigDecimal> hard = rlimitValue(keys, "hard");
    if (soft.isPresent() != hard.isPresent()) {
      keys.error(
          soft.isPresent() ? "soft" : "hard", "soft and hard must both be given or both left out");
    } else if (soft.isPresent() && hard.isPresent()) {
      boolean softUnlimited = soft.get().compareTo(UNLIMITED) == 0;
      boolean hardUnlimited = hard.get().compareTo(UNLIMITED) == 0;
      if (softUnlimited != hardUnlimited) {
        keys.error("soft", "-1 (unlimited) must be set on both soft and hard");
      } else if (soft.get().compareTo(hard.get()) > 0) {
        keys.error("soft", "must not be above hard");
      }
    }
    return new RlimitSpec(soft.map(BigDecimal::longValue), hard.map(BigDecimal::longValue));
  }

  private static Optional<BigDecimal> rlimitValue(Keys keys, String key) {
    Optional<BigDecimal> value = keys.decimal(key);
    if (value.isPresent() && (value.get().scale() > 0 || value.get().compareTo(UNLIMITED) < 0)) {
      keys.error(key, "must be a whole number of at least 0, or -1 for unlimited");
      return Optional.empty();
    }
    return value;
  }

  static SecretSpec secret(Keys.Named element) {
    Keys keys = element.keys();
    String path = keys.requiredText("secret");
    Optional<String> envKey = keys.text("env-key");
    Optional<String> file = keys.text("file");
    if (envKey.filter(name -> !Names.isVariable(name)).isPresent()) {
      keys.error("env-key", "must be letters, digits and _ and must not begin with a digit");
    }
    if (file.isPresent() && !Names.isInside(file.get())) {
      keys.error("file", "must be a path inside the sandbox");
    }
    if (envKey.isEmpty() && file.isEmpty()) {
      if (!path.isEmpty() && !Names.isInside(path)) {
        keys.error("secret", "must be a path without leading slash, as it names the file too");
      }
      file = Optional.of(path);
    }
    return new SecretSpec(path, envKey, file);
  }
}
