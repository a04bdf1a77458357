package dev.meridian.spec.packages;

import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.options.InvalidOptionsSchema;
import dev.meridian.spec.options.OptionsSchema;
import dev.meridian.spec.yaml.Keys;
import dev.meridian.spec.yaml.Problems;
import dev.meridian.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads the files of one package; each file's problems are found whatever the others hold. */
final class PackageReader {
  private static final int MAX_FILES = 10_000;

  private final PackageFiles files;
  private final List<SpecProblem> problems = new ArrayList<>();
  private final TextFiles texts;

  PackageReader(PackageFiles files) {
    this.files = files;
    this.texts = new TextFiles(files, problems);
  }

  PackageResult read() {
    if (files.paths().size() > MAX_FILES) {
      return failed("has more than " + MAX_FILES + " files");
    }
    Optional<MetadataParser.Parsed> metadata = metadata();
    OptionsSchema options = options();
    Optional<String> service = texts.required(PackageDefinition.SERVICE_FILE);
    Map<String, String> templates = templates();
    List<ArtifactSpec> artifacts = artifacts();
    Optional<ArtifactLock> lock = lock();
    String readme = texts.text(PackageDefinition.README_FILE).orElse("");
    if (readme.isBlank()) {
      problems.add(
          SpecProblem.warning(
              PackageDefinition.README_FILE,
              "",
              0,
              0,
              "is missing: operators read it in the catalog"));
    }
    if (metadata.isEmpty() || service.isEmpty() || hasErrors()) {
      return new PackageResult(Optional.empty(), problems);
    }
    return new PackageResult(
        Optional.of(
            new PackageDefinition(
                metadata.get().metadata(),
                metadata.get().needs(),
                options,
                service.get(),
                templates,
                artifacts,
                lock,
                readme)),
        problems);
  }

  private PackageResult failed(String message) {
    return new PackageResult(
        Optional.empty(),
        List.of(SpecProblem.error(PackageDefinition.METADATA_FILE, "", 0, 0, message)));
  }

  private boolean hasErrors() {
    return problems.stream().anyMatch(SpecProblem::isError);
  }

  private Optional<MetadataParser.Parsed> metadata() {
    return texts
        .required(PackageDefinition.METADATA_FILE)
        .flatMap(text -> keys(PackageDefinition.METADATA_FILE, text, MetadataParser::parse));
  }

  private <T> Optional<T> keys(String file, String text, BiFunction<Keys, PackageFiles, T> parse) {
    Problems found = new Problems(file);
    Optional<T> parsed =
        YamlReader.read(text, found)
            .flatMap(root -> Keys.of(root, "", found))
            .map(keys -> parse.apply(keys, files));
    problems.addAll(found.list());
    return parsed;
  }

  private OptionsSchema options() {
    String file = PackageDefinition.OPTIONS_FILE;
    Optional<String> text = texts.text(file);
    if (text.isEmpty()) {
      return OptionsSchema.empty();
    }
    try {
      OptionsSchema schema = OptionsSchema.of(text.get());
      DefaultsCheck.check(schema, text.get(), problems);
      return schema;
    } catch (InvalidOptionsSchema e) {
      JsonPlaces places = JsonPlaces.of(text.get());
      e.problems()
          .forEach(
              problem ->
                  problems.add(
                      places.error(
                          file, problem.pointer(), problem.message(), e.line(), e.column())));
      return OptionsSchema.empty();
    }
  }

  private Map<String, String> templates() {
    Map<String, String> templates = new LinkedHashMap<>();
    for (String path : files.paths()) {
      if (path.startsWith(PackageDefinition.TEMPLATES_FOLDER)) {
        texts
            .text(path)
            .ifPresent(
                text ->
                    templates.put(
                        path.substring(PackageDefinition.TEMPLATES_FOLDER.length()), text));
      }
    }
    return templates;
  }

  private List<ArtifactSpec> artifacts() {
    return texts
        .text(PackageDefinition.ARTIFACTS_FILE)
        .flatMap(text -> keys(PackageDefinition.ARTIFACTS_FILE, text, ArtifactsParser::parse))
        .orElse(List.of());
  }

  private Optional<ArtifactLock> lock() {
    return texts
        .text(PackageDefinition.LOCK_FILE)
        .flatMap(
            text -> {
              try {
                return Optional.of(ArtifactLock.read(text));
              } catch (IllegalArgumentException e) {
                problems.add(
                    SpecProblem.error(
                        PackageDefinition.LOCK_FILE, "", 0, 0, String.valueOf(e.getMessage())));
                return Optional.empty();
              }
            });
  }
}
