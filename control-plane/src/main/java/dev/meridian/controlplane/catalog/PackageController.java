package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.catalog.PackageAnswer.Summary;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The catalog as the API shows it, and publishing into it. */
@RestController
@RequestMapping("/api/v1/packages")
class PackageController {
  private final Packages packages;
  private final PackagePublishing publishing;
  private final Permissions permissions;
  private final Callers callers;

  PackageController(
      Packages packages, PackagePublishing publishing, Permissions permissions, Callers callers) {
    this.packages = packages;
    this.publishing = publishing;
    this.permissions = permissions;
    this.callers = callers;
  }

  @GetMapping
  Page<Summary> list(
      @RequestParam(defaultValue = "") String q,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform("package:read");
    return packages.list(q, Page.limit(limit), cursor);
  }

  @GetMapping("/{name}")
  PackageAnswer newest(@PathVariable String name) {
    permissions.requirePlatform("package:read");
    return packages.show(name, null);
  }

  @GetMapping("/{name}/versions/{version}")
  PackageAnswer version(@PathVariable String name, @PathVariable String version) {
    permissions.requirePlatform("package:read");
    return packages.show(name, version);
  }

  @Problems(
      also = {
        ProblemType.INVALID,
        ProblemType.CONFLICT,
        ProblemType.TOO_LARGE,
        ProblemType.UNSUPPORTED_MEDIA_TYPE
      })
  @ResponseStatus(HttpStatus.CREATED)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/zip",
              schema = @Schema(type = "string", format = "binary")))
  @PostMapping(consumes = "application/zip")
  ResponseEntity<PackageAnswer> publish(HttpServletRequest request) throws IOException {
    permissions.requirePlatform("package:publish");
    Caller caller = callers.current();
    PackageDescription published =
        publishing.publish(PackageArchive.receive(request.getInputStream()), caller.username());
    URI location =
        URI.create(
            "/api/v1/packages/%s/versions/%s".formatted(published.name(), published.version()));
    return ResponseEntity.created(location)
        .body(packages.show(published.name(), published.version()));
  }
}
