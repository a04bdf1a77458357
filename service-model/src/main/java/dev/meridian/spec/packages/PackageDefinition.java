package dev.meridian.spec.packages;

import dev.meridian.spec.options.OptionsSchema;
import dev.meridian.spec.parse.SpecReader;
import dev.meridian.spec.parse.SpecReading;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package as its author wrote it.
 *
 * @param needs of every node that runs a pod of it; a pod's own {@code needs} win
 * @param serviceTemplate the mustache text of {@code service.yml}
 * @param templates the config templates by path below {@code templates/}
 * @param readme {@code ""} when there is none
 */
public record PackageDefinition(
    PackageMetadata metadata,
    Map<String, String> needs,
    OptionsSchema options,
    String serviceTemplate,
    Map<String, String> templates,
    List<ArtifactSpec> artifacts,
    Optional<ArtifactLock> lock,
    String readme) {
  public static final String METADATA_FILE = "package.yml";
  public static final String OPTIONS_FILE = "options.schema.json";
  public static final String SERVICE_FILE = "service.yml";
  public static final String ARTIFACTS_FILE = "artifacts.yml";
  public static final String LOCK_FILE = "artifacts.lock.json";
  public static final String README_FILE = "README.md";
  public static final String TEMPLATES_FOLDER = "templates/";

  public PackageDefinition {
    needs = Collections.unmodifiableMap(new LinkedHashMap<>(needs));
    templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    artifacts = List.copyOf(artifacts);
  }

  /** Reads a package with all problems of all its files. Never throws for what is in the files. */
  public static PackageResult read(PackageFiles files) {
    return new PackageReader(files).read();
  }

  /** The service that these values make of the template. */
  public SpecReading service(Map<String, ?> environment) {
    return SpecReader.read(SERVICE_FILE, serviceTemplate, environment, templates);
  }
}
