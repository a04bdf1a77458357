package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.spec.ServiceSpec;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.options.OptionsEnvironment;
import dev.meridian.spec.options.OptionsSchema;
import dev.meridian.spec.options.ResolvedOptions;
import dev.meridian.spec.parse.SpecReading;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns options into a resolved configuration. Pure. */
final class Configurations {
  private Configurations() {}

  /** Options with their origins, and the spec that they render to. */
  record Resolved(ResolvedOptions options, ServiceSpec spec) {}

  /**
   * Merges default, stored and given options, validates them and renders the spec.
   *
   * @throws ProblemException of type invalid, with a pointer into {@code /options} for each problem
   */
  static Resolved resolve(
      PackageVersion source,
      String instanceName,
      @Nullable ObjectNode stored,
      @Nullable ObjectNode given) {
    OptionsSchema schema = source.definition().options();
    ObjectNode none = JsonNodeFactory.instance.objectNode();
    ResolvedOptions options =
        schema.resolve(stored == null ? none : stored, given == null ? none : given);
    if (!options.problems().isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The options of package %s %s are not valid.".formatted(source.name(), source.version()),
          options.problems().stream()
              .map(p -> new FieldError("/options" + p.pointer(), p.message()))
              .toList());
    }
    OptionsEnvironment environment = OptionsEnvironment.of(options, instanceName);
    SpecReading reading = source.definition().service(environment.values());
    ServiceSpec spec = reading.spec().orElseThrow(() -> invalid(source, reading.errors()));
    List<FieldError> beyond = NotRunHere.of(spec);
    if (!beyond.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "Package %s %s asks for what no node of this version can do, and would run without it: %s. Use a package that does not ask for it."
              .formatted(
                  source.name(),
                  source.version(),
                  String.join("; ", beyond.stream().map(FieldError::message).toList())),
          beyond);
    }
    return new Resolved(options, spec);
  }

  private static ProblemException invalid(PackageVersion source, List<SpecProblem> problems) {
    return new ProblemException(
        ProblemType.INVALID,
        "With these options, package %s %s does not give a valid service; change the options or ask the package's author."
            .formatted(source.name(), source.version()),
        problems.stream().map(p -> new FieldError("/options", p.toString())).toList());
  }
}
