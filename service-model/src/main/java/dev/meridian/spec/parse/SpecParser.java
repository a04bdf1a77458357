package dev.meridian.spec.parse;

import dev.meridian.spec.LineMap;
import dev.meridian.spec.ParseResult;
import dev.meridian.spec.PlanSpec;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SchedulerSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.Problems;
import dev.meridian.spec.yaml.YamlReader;
import java.util.Map;
import java.util.Optional;

/** Reads a rendered service spec and checks every rule of the grammar. */
public final class SpecParser {
  static final int MAX_DNS_NAME = 63;

  private SpecParser() {}

  /** Reads a file called {@code service.yml} that no template made. */
  public static ParseResult parse(String yaml, Map<String, String> templateFiles) {
    return parse("service.yml", yaml, LineMap.IDENTITY, templateFiles);
  }

  /**
   * Reads a spec. Never throws for what is in the text.
   *
   * @param file its name in problems
   * @param yaml rendered
   * @param lines where its lines come from, as {@link SpecTemplate} told
   * @param templateFiles the templates that {@code configs} may name, by path
   */
  public static ParseResult parse(
      String file, String yaml, LineMap lines, Map<String, String> templateFiles) {
    Problems problems = new Problems(file, lines);
    Optional<ServiceSpec> spec =
        YamlReader.read(yaml, problems)
            .flatMap(root -> Keys.of(root, "", problems))
            .map(keys -> service(keys, templateFiles));
    return new ParseResult(problems.hasErrors() ? Optional.empty() : spec, problems.list());
  }

  private static ServiceSpec service(Keys keys, Map<String, String> templateFiles) {
    String name = keys.requiredText("name");
    checkName(keys, name);
    Optional<String> webUrl = keys.text("web-url");
    SchedulerSpec scheduler = scheduler(keys, name);
    Map<String, PodSpec> pods =
        keys.named("pods", element -> new PodParser(element, templateFiles).pod());
    keys.requireElements("pods");
    Map<String, PlanSpec> plans = keys.named("plans", element -> PlanParser.plan(element, pods));
    keys.finish();
    ServiceSpec spec = new ServiceSpec(name, webUrl, scheduler, pods, plans);
    ServiceChecks.check(spec, keys);
    return spec;
  }

  private static void checkName(Keys keys, String name) {
    if (name.contains("__")) {
      keys.error("name", "must not contain two underscores in a row");
    }
    String label = name.replace("/", "");
    if (label.length() > MAX_DNS_NAME) {
      keys.warning(
          "name",
          "has "
              + label.length()
              + " characters without slashes; a new service may have "
              + MAX_DNS_NAME);
    }
  }

  private static SchedulerSpec scheduler(Keys keys, String name) {
    Optional<Keys> scheduler = keys.map("scheduler");
    SchedulerSpec spec =
        new SchedulerSpec(
            scheduler.flatMap(own -> own.text("principal")).orElse(name + "-principal"),
            scheduler.flatMap(own -> own.text("zookeeper")).orElse("master.mesos:2181"),
            scheduler.flatMap(own -> own.text("user")).orElse("root"));
    scheduler.ifPresent(Keys::finish);
    return spec;
  }
}
