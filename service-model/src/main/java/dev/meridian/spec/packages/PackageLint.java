package dev.meridian.spec.packages;

import dev.meridian.spec.NearestName;
import dev.meridian.spec.PlanBuilder;
import dev.meridian.spec.PlanSpec;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.options.InvalidOptionsSchema;
import dev.meridian.spec.options.OptionsEnvironment;
import dev.meridian.spec.options.OptionsSchema;
import dev.meridian.spec.options.ResolvedOptions;
import dev.meridian.spec.parse.SpecReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Everything that can be known about a package before anybody installs it: its files are right, and
 * with its defaults it renders, parses and has plans.
 */
public final class PackageLint {
  private static final String SAMPLE_NAME = "sample";

  private final List<SpecProblem> problems = new ArrayList<>();
  private final PackageDefinition definition;

  private PackageLint(PackageDefinition definition) {
    this.definition = definition;
  }

  /** All problems; a package with an error in it cannot be published. */
  public static List<SpecProblem> lint(PackageFiles files) {
    PackageResult result = PackageDefinition.read(files);
    List<SpecProblem> problems = new ArrayList<>(result.problems());
    result
        .definition()
        .ifPresent(
            definition -> {
              PackageLint lint = new PackageLint(definition);
              lint.check();
              problems.addAll(lint.problems);
            });
    return List.copyOf(problems);
  }

  private void check() {
    OptionsSchema schema = definition.options();
    ResolvedOptions options =
        schema.resolve(JsonNodeFactory.instance.objectNode(), schema.sample());
    OptionsEnvironment environment = OptionsEnvironment.of(options, SAMPLE_NAME);
    for (String clash : environment.clashes()) {
      add(PackageDefinition.OPTIONS_FILE, "", clash + "; rename one of them");
    }
    SpecReading reading = definition.service(environment.values());
    problems.addAll(reading.problems());
    reading.spec().ifPresent(this::check);
  }

  private void check(ServiceSpec spec) {
    PlanBuilder.plans(spec);
    checkArtifacts(spec.pods().keySet());
    int before = problems.size();
    spec.plans().values().forEach(this::checkParameters);
    if (problems.size() == before) {
      problems.addAll(TemplateNames.check(spec));
    }
    Set<String> used =
        spec.pods().values().stream()
            .flatMap(pod -> pod.tasks().values().stream())
            .flatMap(task -> task.configs().values().stream())
            .map(config -> config.template())
            .collect(Collectors.toSet());
    for (String template : definition.templates().keySet()) {
      if (!used.contains(template)) {
        problems.add(
            SpecProblem.warning(
                PackageDefinition.TEMPLATES_FOLDER + template,
                "",
                0,
                0,
                "no task uses it with the default options"));
      }
    }
  }

  private void checkParameters(PlanSpec plan) {
    plan.parameters()
        .ifPresent(
            schema -> {
              try {
                OptionsSchema.of(schema);
              } catch (InvalidOptionsSchema e) {
                add(
                    PackageDefinition.SERVICE_FILE,
                    "plans." + plan.name() + ".parameters",
                    String.valueOf(e.getMessage()));
              }
            });
  }

  private void checkArtifacts(Set<String> podTypes) {
    for (ArtifactSpec artifact : definition.artifacts()) {
      for (String pod : artifact.pods()) {
        if (!podTypes.contains(pod)) {
          problems.add(
              new SpecProblem(
                  SpecProblem.Severity.ERROR,
                  PackageDefinition.ARTIFACTS_FILE,
                  artifact.name() + ".pods",
                  0,
                  0,
                  "the service has no pod " + pod,
                  NearestName.of(pod, podTypes)));
        }
      }
    }
  }

  private void add(String file, String path, String message) {
    problems.add(
        new SpecProblem(SpecProblem.Severity.ERROR, file, path, 0, 0, message, Optional.empty()));
  }
}
