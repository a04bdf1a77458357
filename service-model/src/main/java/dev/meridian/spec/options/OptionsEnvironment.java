package dev.meridian.spec.options;

import dev.meridian.spec.EnvironmentNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The environment that a service template is rendered with. The names of an option's path are
 * joined by {@code _}; {@code brokers.memory-mb} is {@code BROKERS_MEMORY_MB}.
 *
 * @param values booleans as booleans, numbers and texts as texts, lists and objects as JSON, a
 *     reference to a secret as the secret's path; {@code SERVICE_NAME} too
 * @param clashes what two options would both be called; the first one has the name
 */
public record OptionsEnvironment(Map<String, Object> values, List<String> clashes) {
  public static final String SERVICE_NAME = "SERVICE_NAME";

  public OptionsEnvironment {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    clashes = List.copyOf(clashes);
  }

  public static OptionsEnvironment of(ResolvedOptions options, String serviceName) {
    Collector collector = new Collector(options.secretPointers());
    collector.put(SERVICE_NAME, "the name of the service", serviceName);
    collector.walk("", "", options.values());
    return new OptionsEnvironment(collector.values, collector.clashes);
  }

  private static final class Collector {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> clashes = new ArrayList<>();
    private final Set<String> secretPointers;

    Collector(Set<String> secretPointers) {
      this.secretPointers = secretPointers;
    }

    void walk(String prefix, String pointer, ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        String name = prefix + EnvironmentNames.of(entry.getKey());
        String below = Pointers.below(pointer, entry.getKey());
        JsonNode value = entry.getValue();
        if (!value.isNull()) {
          put(name, below, plain(value, below));
        }
        if (value instanceof ObjectNode inner) {
          walk(name + "_", below, inner);
        }
      }
    }

    void put(String name, String source, Object value) {
      String before = sources.putIfAbsent(name, source);
      if (before == null) {
        values.put(name, value);
      } else {
        clashes.add(name + " would stand for both " + before + " and " + source);
      }
    }

    private Object plain(JsonNode value, String pointer) {
      if (value.isBoolean()) {
        return value.booleanValue();
      }
      if (value.isNumber()) {
        return number(value);
      }
      if (value.isString()) {
        String text = value.stringValue();
        return secretPointers.contains(pointer) ? SecretReference.path(text).orElse(text) : text;
      }
      return value.toString();
    }

    /** Without exponent where that is short: most programs read no exponents. */
    private static String number(JsonNode value) {
      if (value.isIntegralNumber()) {
        return value.asString();
      }
      BigDecimal decimal = value.decimalValue();
      return Math.abs(decimal.scale()) > 40 ? value.asString() : decimal.toPlainString();
    }
  }
}
