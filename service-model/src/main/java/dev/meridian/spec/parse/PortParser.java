package dev.meridian.spec.parse;

import dev.meridian.spec.PortSpec;
import dev.meridian.spec.PortSpec.PortRange;
import dev.meridian.spec.PortSpec.VipSpec;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the ports of a task or a resource set. */
final class PortParser {
  static final int HIGHEST = 65_535;

  private PortParser() {}

  static Map<String, PortSpec> ports(Keys keys) {
    Map<String, PortSpec> ports = keys.named("ports", PortParser::port);
    Map<Integer, String> byNumber = new HashMap<>();
    Map<String, String> byVariable = new HashMap<>();
    for (PortSpec port : ports.values()) {
      if (port.number() != 0) {
        refuseSecond(
            keys, port, "number " + port.number(), byNumber.put(port.number(), port.name()));
      }
      refuseSecond(
          keys,
          port,
          "variable " + port.environmentName(),
          byVariable.put(port.environmentName(), port.name()));
      port.vip()
          .map(VipSpec::prefix)
          .filter(prefix -> !prefix.equals(port.name()) && ports.containsKey(prefix))
          .ifPresent(
              prefix ->
                  error(
                      keys,
                      port,
                      "has the VIP prefix " + prefix + ", which is another port's name"));
    }
    return ports;
  }

  private static void refuseSecond(Keys keys, PortSpec port, String what, @Nullable String first) {
    if (first != null) {
      error(keys, port, "has the same " + what + " as port " + first);
    }
  }

  private static void error(Keys keys, PortSpec port, String message) {
    keys.map("ports").ifPresent(ports -> ports.error(port.name(), message));
  }

  private static PortSpec port(Keys.Named element) {
    Names.check(element, "port");
    Keys keys = element.keys();
    Optional<Integer> number = keys.integer("port", 0, HIGHEST);
    if (keys.value("port").isEmpty()) {
      keys.require("port");
    }
    Optional<String> envKey = keys.text("env-key");
    if (envKey.filter(name -> !Names.isVariable(name)).isPresent()) {
      keys.error("env-key", "must be letters, digits and _ and must not begin with a digit");
    }
    List<PortRange> ranges = ranges(keys);
    if (!ranges.isEmpty() && number.orElse(0) != 0) {
      keys.error("ranges", "are for a port that is chosen (port: 0), not for a fixed one");
    }
    return new PortSpec(
        element.name(),
        number.orElse(0),
        envKey,
        keys.flag("advertise", false),
        vip(keys, element.name()),
        ranges);
  }

  private static Optional<VipSpec> vip(Keys port, String name) {
    return port.map("vip")
        .map(
            vip -> {
              Optional<Integer> number = vip.integer("port", 1, HIGHEST);
              if (vip.value("port").isEmpty()) {
                vip.require("port");
              }
              VipSpec spec = new VipSpec(number.orElse(0), vip.text("prefix").orElse(name));
              vip.finish();
              return spec;
            });
  }

  private static List<PortRange> ranges(Keys port) {
    List<PortRange> ranges = new ArrayList<>();
    List<YamlNode> items = port.list("ranges");
    for (int i = 0; i < items.size(); i++) {
      Keys.of(items.get(i), port.path("ranges") + "[" + i + "]", port.problems())
          .ifPresent(
              range -> {
                int begin = range.integer("begin", 1, HIGHEST).orElse(1);
                int end = range.integer("end", 1, HIGHEST).orElse(HIGHEST);
                if (begin > end) {
                  range.error("end", "must not be below begin");
                }
                ranges.add(new PortRange(begin, end));
                range.finish();
              });
    }
    return ranges;
  }
}
