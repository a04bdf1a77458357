package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Artifacts in the database, in chunks of 1 MiB: any replica serves them and the backup holds them.
 * Each chunk is read and written in a short transaction of its own, so a slow peer holds nothing.
 */
@Component
class PostgresArtifactStore implements ArtifactStore {
  /** What a chunk index can address well within its integer, and more than any package needs. */
  static final long MAX_BYTES = 1L << 40;

  private final Scopes scopes;
  private final ArtifactRows rows;
  private final InstantSource clock;

  PostgresArtifactStore(Scopes scopes, ArtifactRows rows, InstantSource clock) {
    this.scopes = scopes;
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public Optional<StoredArtifact> find(String digest) {
    return scopes.asSystemApart(SystemJob.CATALOG, () -> rows.find(digest));
  }

  @Override
  public Map<String, Long> sizes(Collection<String> digests) {
    return scopes.asSystemApart(SystemJob.CATALOG, () -> rows.present(digests)).stream()
        .collect(Collectors.toMap(StoredArtifact::digest, StoredArtifact::sizeBytes));
  }

  @Override
  public InputStream open(String digest, long offset) {
    StoredArtifact artifact =
        find(digest).orElseThrow(() -> ProblemException.notFound("artifact", digest));
    if (offset < 0 || offset > artifact.sizeBytes()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "Offset %d is outside of artifact %s, which has %d bytes."
              .formatted(offset, digest, artifact.sizeBytes()));
    }
    return new ChunkedContent(
        index -> scopes.asSystemApart(SystemJob.CATALOG, () -> rows.chunk(digest, index)), offset);
  }

  @Override
  public Upload begin(String digest, long sizeBytes) {
    Digests.require(digest);
    if (sizeBytes < 0 || sizeBytes > MAX_BYTES) {
      throw invalidSize("sizeBytes is %d; give 0 to %d.".formatted(sizeBytes, MAX_BYTES));
    }
    Upload upload =
        scopes.asSystemApart(
            SystemJob.CATALOG,
            () ->
                rows.find(digest)
                    .map(
                        stored -> {
                          long size = stored.sizeBytes();
                          return new Upload(Ids.next(), digest, size, size, true);
                        })
                    .orElseGet(
                        () -> {
                          rows.insertUpload(Ids.next(), digest, sizeBytes, clock.instant());
                          return rows.upload(digest).orElseThrow();
                        }));
    if (upload.sizeBytes() != sizeBytes) {
      throw invalidSize(
          "%s was announced with %d bytes before, now with %d. Check the file and its digest."
              .formatted(digest, upload.sizeBytes(), sizeBytes));
    }
    return upload.complete() ? upload : finishWhenAllIsThere(upload);
  }

  @Override
  public Upload append(UUID uploadId, long offset, InputStream content) throws IOException {
    Upload upload = upload(uploadId);
    if (upload.offset() != offset) {
      throw mismatch(upload);
    }
    byte[] buffer = new byte[ChunkedContent.CHUNK_BYTES];
    boolean more = true;
    while (more) {
      int room = buffer.length - (int) (upload.offset() % buffer.length);
      int filled = 0;
      try {
        while (more && filled < room) {
          int count = content.read(buffer, filled, room - filled);
          more = count >= 0;
          filled += Math.max(count, 0);
        }
      } finally {
        // Also when the connection broke: the next try goes on from here.
        upload = store(upload, Arrays.copyOf(buffer, filled));
      }
    }
    return finishWhenAllIsThere(upload);
  }

  private Upload store(Upload upload, byte[] content) {
    if (content.length == 0) {
      return upload;
    }
    long offset = upload.offset();
    if (offset + content.length > upload.sizeBytes()) {
      throw invalidSize(
          "Upload %s has more than the %d bytes that were announced. Check the file."
              .formatted(upload.uploadId(), upload.sizeBytes()));
    }
    scopes.asSystemApart(
        SystemJob.CATALOG,
        () -> {
          if (!rows.advance(upload.uploadId(), offset, content.length)) {
            throw mismatch(require(rows.upload(upload.uploadId()), upload.uploadId()));
          }
          int index = Math.toIntExact(offset / ChunkedContent.CHUNK_BYTES);
          rows.appendToChunk(upload.uploadId(), index, content);
          return true;
        });
    return new Upload(
        upload.uploadId(), upload.digest(), upload.sizeBytes(), offset + content.length, false);
  }

  private Upload finishWhenAllIsThere(Upload upload) {
    if (upload.offset() < upload.sizeBytes()) {
      return upload;
    }
    String actual = digestOf(upload.uploadId());
    // Somebody else may have finished the same upload meanwhile and taken its chunks away.
    if (!actual.equals(upload.digest()) && find(upload.digest()).isEmpty()) {
      scopes.asSystemApart(
          SystemJob.CATALOG,
          () -> {
            rows.discard(upload.uploadId());
            return true;
          });
      throw new ProblemException(
          ProblemType.INVALID,
          "The upload announced as %s has the digest %s and was discarded. Check the file and start again."
              .formatted(upload.digest(), actual),
          List.of(new FieldError("/digest", "the content has the digest " + actual)));
    }
    scopes.asSystemApart(
        SystemJob.CATALOG,
        () -> {
          rows.complete(upload, clock.instant());
          return true;
        });
    return new Upload(
        upload.uploadId(), upload.digest(), upload.sizeBytes(), upload.sizeBytes(), true);
  }

  private String digestOf(UUID uploadId) {
    MessageDigest digest = Digests.newDigest();
    ChunkedContent content =
        new ChunkedContent(
            index ->
                scopes.asSystemApart(SystemJob.CATALOG, () -> rows.uploadedChunk(uploadId, index)),
            0);
    byte[] buffer = new byte[1 << 16];
    for (int count = content.read(buffer, 0, buffer.length);
        count >= 0;
        count = content.read(buffer, 0, buffer.length)) {
      digest.update(buffer, 0, count);
    }
    return Digests.hex(digest);
  }

  private Upload upload(UUID id) {
    return require(scopes.asSystemApart(SystemJob.CATALOG, () -> rows.upload(id)), id);
  }

  private static Upload require(Optional<Upload> upload, UUID id) {
    return upload.orElseThrow(() -> ProblemException.notFound("upload", id.toString()));
  }

  private static ProblemException mismatch(Upload upload) {
    return new ProblemException(
            ProblemType.OFFSET_MISMATCH,
            "Upload %s stands at byte %d; go on from there."
                .formatted(upload.uploadId(), upload.offset()))
        .with(OFFSET, upload.offset());
  }

  private static ProblemException invalidSize(String detail) {
    return new ProblemException(
        ProblemType.INVALID, detail, List.of(new FieldError("/sizeBytes", detail)));
  }
}
