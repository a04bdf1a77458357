package dev.meridian.controlplane.catalog;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API says about a package version, but for the list of its sibling versions. Kept as JSON
 * beside the bundle, so that showing a package parses nothing.
 *
 * @param icon a {@code data:} URL
 * @param readme Markdown
 * @param needs ranges by what a node must have, such as {@code java}
 * @param digest SHA-256 of the package zip
 */
record PackageDescription(
    String name,
    String version,
    String summary,
    List<String> tags,
    @Nullable String icon,
    String description,
    String maintainer,
    List<String> licences,
    String readme,
    @Schema(implementation = ObjectNode.class) JsonNode optionsSchema,
    Map<String, String> needs,
    List<String> upgradesFrom,
    List<String> downgradesTo,
    List<PodType> pods,
    Instant publishedAt,
    String digest,
    List<ArtifactGroup> artifacts) {

  PackageDescription {
    tags = List.copyOf(tags);
    licences = List.copyOf(licences);
    needs = Map.copyOf(needs);
    upgradesFrom = List.copyOf(upgradesFrom);
    downgradesTo = List.copyOf(downgradesTo);
    pods = List.copyOf(pods);
    artifacts = List.copyOf(artifacts);
  }

  /** A pod type and how many of its pods run with default options. */
  record PodType(String type, int defaultCount) {}

  /** The files that one entry of {@code artifacts.yml} stands for. */
  record ArtifactGroup(String name, int files, long sizeBytes) {}
}
