package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.catalog.ArtifactStore.StoredArtifact;
import dev.meridian.controlplane.catalog.ArtifactStore.Upload;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Resumable uploads of artifacts, and whether an artifact is there. Its bytes go to agents only.
 */
@RestController
@RequestMapping("/api/v1")
class ArtifactController {
  private static final String PUBLISH = "package:publish";
  private static final String UPLOAD_OFFSET = "Upload-Offset";

  private final ArtifactStore store;
  private final Permissions permissions;

  ArtifactController(ArtifactStore store, Permissions permissions) {
    this.store = store;
    this.permissions = permissions;
  }

  /** What an upload is begun with. */
  record BeginUpload(
      @NotNull(message = "is missing: the SHA-256 of the artifact") String digest,
      @NotNull(message = "is missing: the artifact's size in bytes") Long sizeBytes) {}

  @GetMapping("/artifacts/{digest}")
  StoredArtifact artifact(@PathVariable String digest) {
    permissions.requirePlatform(PUBLISH);
    return store
        .find(Digests.require(digest))
        .orElseThrow(() -> ProblemException.notFound("artifact", digest));
  }

  @PostMapping("/artifact-uploads")
  Upload begin(@RequestBody @Valid BeginUpload asked) {
    permissions.requirePlatform(PUBLISH);
    return store.begin(asked.digest(), asked.sizeBytes());
  }

  @Problems(
      also = {ProblemType.INVALID, ProblemType.OFFSET_MISMATCH, ProblemType.UNSUPPORTED_MEDIA_TYPE})
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content =
          @Content(
              mediaType = "application/offset+octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @PatchMapping(path = "/artifact-uploads/{uploadId}", consumes = "application/offset+octet-stream")
  ResponseEntity<Void> append(
      @PathVariable UUID uploadId,
      @RequestHeader(UPLOAD_OFFSET) long offset,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    permissions.requirePlatform(PUBLISH);
    try {
      Upload upload = store.append(uploadId, offset, request.getInputStream());
      return ResponseEntity.noContent()
          .header(UPLOAD_OFFSET, Long.toString(upload.offset()))
          .build();
    } catch (ProblemException e) {
      Object actual = e.extensions().get(ArtifactStore.OFFSET);
      if (actual != null) {
        response.setHeader(UPLOAD_OFFSET, actual.toString());
      }
      throw e;
    }
  }
}
