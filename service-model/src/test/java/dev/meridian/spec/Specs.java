package dev.meridian.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.spec.parse.SpecParser;
import dev.meridian.spec.parse.SpecTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Specs that tests read. */
public final class Specs {
  public static final Map<String, String> TEMPLATES =
      Map.of("server.properties.mustache", "node.id={{POD_INSTANCE_INDEX}}\n");

  private Specs() {}

  public static ServiceSpec helloWorld() {
    return rendered("hello-world", Map.of("SERVICE_NAME", "hello", "HELLO_COUNT", 2, "HTTP", true));
  }

  public static ServiceSpec kafka() {
    return rendered(
        "kafka",
        Map.of(
            "SERVICE_NAME",
            "kafka",
            "SERVICE_USER",
            "kafka",
            "BROKERS_COUNT",
            3,
            "BROKERS_PLACEMENT",
            "[[\"hostname\", \"MAX_PER\", \"1\"]]",
            "BROKERS_DISK_MB",
            5000,
            "BROKERS_CPUS",
            "0.5",
            "BROKERS_MEMORY_MB",
            768,
            "BROKERS_HEAP_MB",
            512));
  }

  public static ServiceSpec cassandra() {
    return rendered("cassandra", Map.of("SERVICE_NAME", "cassandra"));
  }

  private static ServiceSpec rendered(String name, Map<String, ?> env) {
    RenderResult rendered = SpecTemplate.render(text(name), env);
    assertThat(rendered.problems()).isEmpty();
    ParseResult parsed = SpecParser.parse(rendered.text().orElseThrow(), TEMPLATES);
    assertThat(parsed.problems()).isEmpty();
    return parsed.spec().orElseThrow();
  }

  public static String text(String name) {
    try (InputStream in = Specs.class.getResourceAsStream("/specs/" + name + ".yml")) {
      assertThat(in).as("specs/%s.yml", name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ServiceSpec parsed(String yaml) {
    ParseResult result = SpecParser.parse(yaml, TEMPLATES);
    assertThat(result.errors()).isEmpty();
    return result.spec().orElseThrow();
  }

  /** The problems of a spec, as people read them. */
  public static List<String> problems(String yaml) {
    return SpecParser.parse(yaml, TEMPLATES).problems().stream()
        .map(SpecProblem::toString)
        .toList();
  }
}
