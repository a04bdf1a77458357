package dev.meridian.controlplane.catalog;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A package version with the versions beside it, as the API answers. */
@Schema(name = "Package")
record PackageAnswer(@JsonUnwrapped PackageDescription description, List<String> versions) {

  PackageAnswer {
    versions = List.copyOf(versions);
  }

  /** A line of the catalog: the newest version. */
  @Schema(name = "PackageSummary")
  record Summary(
      String name,
      String version,
      String summary,
      List<String> tags,
      @Nullable String icon,
      List<String> versions) {}
}
