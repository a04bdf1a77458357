package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.spec.SpecProblem;
import dev.meridian.spec.packages.ArtifactLock;
import dev.meridian.spec.packages.ArtifactSpec;
import dev.meridian.spec.packages.PackageDefinition;
import dev.meridian.spec.packages.PackageFiles;
import dev.meridian.spec.packages.PackageLint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a package must fulfil before it is published. Pure. */
final class PackageInspection {
  private PackageInspection() {}

  /**
   * The package in the files.
   *
   * @throws ProblemException invalid, with the place of each error in its pointer
   */
  static PackageDefinition read(PackageFiles files) {
    List<FieldError> errors =
        PackageLint.lint(files).stream()
            .filter(SpecProblem::isError)
            .map(problem -> new FieldError(place(problem), text(problem)))
            .toList();
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The package has %d errors. Run meridian package lint on its folder, correct them and publish again."
              .formatted(errors.size()),
          errors);
    }
    PackageDefinition definition = PackageDefinition.read(files).definition().orElseThrow();
    requireLock(definition);
    return definition;
  }

  /** Every digest that the package's pods need. */
  static Set<String> digests(PackageDefinition definition) {
    return files(definition)
        .map(ArtifactLock.File::sha256)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Requires that every artifact was uploaded.
   *
   * @param stored sizes of those that are there, by digest
   * @throws ProblemException invalid, naming what is missing
   */
  static void requireArtifacts(PackageDefinition definition, Map<String, Long> stored) {
    List<FieldError> errors = new ArrayList<>();
    files(definition)
        .forEach(
            file -> {
              Long size = stored.get(file.sha256());
              if (size == null) {
                errors.add(
                    lockError(file.source() + ", digest " + file.sha256() + ", was not uploaded"));
              } else if (size != file.size()) {
                errors.add(
                    lockError(
                        "%s is locked with %d bytes but %s has %d"
                            .formatted(file.source(), file.size(), file.sha256(), size)));
              }
            });
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "%d artifacts of %s are missing or differ. Upload them first; meridian package publish does."
              .formatted(errors.size(), definition.metadata().name()),
          errors);
    }
  }

  private static Stream<ArtifactLock.File> files(PackageDefinition definition) {
    return definition.lock().map(ArtifactLock::artifacts).orElse(List.of()).stream()
        .flatMap(artifact -> artifact.files().stream());
  }

  private static void requireLock(PackageDefinition definition) {
    Map<String, ArtifactLock.Artifact> locked =
        definition.lock().map(ArtifactLock::artifacts).orElse(List.of()).stream()
            .collect(
                Collectors.toMap(
                    ArtifactLock.Artifact::name, Function.identity(), (one, other) -> one));
    List<FieldError> errors = new ArrayList<>();
    for (ArtifactSpec artifact : definition.artifacts()) {
      ArtifactLock.Artifact lock = locked.remove(artifact.name());
      if (lock == null) {
        errors.add(lockError(artifact.name() + " is not locked"));
      } else if (!sameUse(artifact, lock)) {
        errors.add(
            lockError(artifact.name() + " is locked with another destination, mode or pods"));
      } else if (lock.unpack() && LockedArtifact.unpackedAs(lock).isEmpty()) {
        errors.add(
            lockError(artifact.name() + " is neither zip nor tar.gz, so it cannot be unpacked"));
      }
    }
    locked.keySet().forEach(name -> errors.add(lockError(name + " is not in artifacts.yml")));
    if (!errors.isEmpty()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The lock of %s does not fit its artifacts.yml. Build it again with meridian package build --update-lock."
              .formatted(definition.metadata().name()),
          errors);
    }
  }

  private static boolean sameUse(ArtifactSpec artifact, ArtifactLock.Artifact lock) {
    return artifact.destination().equals(lock.destination())
        && artifact.unpack() == lock.unpack()
        && artifact.executable() == lock.executable()
        && artifact.pods().equals(lock.pods());
  }

  private static FieldError lockError(String message) {
    return new FieldError(PackageDefinition.LOCK_FILE, message);
  }

  private static String place(SpecProblem problem) {
    return problem.line() > 0
        ? "%s:%d:%d".formatted(problem.file(), problem.line(), problem.column())
        : problem.file();
  }

  private static String text(SpecProblem problem) {
    String about = problem.path().isEmpty() ? "" : problem.path() + ": ";
    return about
        + problem.message()
        + problem.suggestion().map(name -> "; did you mean \"" + name + "\"?").orElse("");
  }
}
