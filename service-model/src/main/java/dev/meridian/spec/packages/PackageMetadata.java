package dev.meridian.spec.packages;

import java.util.List;
import java.util.Optional;

/**
 * What {@code package.yml} says.
 *
 * @param name a lower-case DNS label
 * @param icon the path of a picture in the package
 * @param upgradesFrom versions that may move to this one; {@code *} for all
 * @param downgradesTo versions that this one may move to; {@code *} for all
 */
public record PackageMetadata(
    String name,
    String version,
    String summary,
    String description,
    String maintainer,
    List<String> licences,
    List<String> tags,
    Optional<String> icon,
    List<String> upgradesFrom,
    List<String> downgradesTo) {

  public PackageMetadata {
    licences = List.copyOf(licences);
    tags = List.copyOf(tags);
    upgradesFrom = List.copyOf(upgradesFrom);
    downgradesTo = List.copyOf(downgradesTo);
  }
}
