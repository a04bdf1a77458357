package dev.meridian.controlplane.catalog;

import io.swagger.v3.oas.annotations.media.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps artifacts, each once, by digest. All methods may be called in and outside of a transaction;
 * what they store is committed on its own, and what they say was stored is durable.
 */
public interface ArtifactStore {
  /** Member of the offset mismatch problem that says where the upload stands. */
  String OFFSET = "offset";

  /**
   * A stored artifact.
   *
   * @param digest lower-case hexadecimal SHA-256
   */
  record StoredArtifact(String digest, long sizeBytes) {}

  /**
   * An upload.
   *
   * @param offset how many bytes are stored so far; an upload goes on from there
   * @param complete true when the artifact is in the store; the upload is gone then
   */
  @Schema(name = "ArtifactUpload")
  record Upload(UUID uploadId, String digest, long sizeBytes, long offset, boolean complete) {}

  /** Empty when the digest is not in the store. */
  Optional<StoredArtifact> find(String digest);

  /** The sizes in bytes of those of the digests that are in the store. */
  Map<String, Long> sizes(Collection<String> digests);

  /**
   * The artifact's bytes from an offset on, read piece by piece as they are asked for.
   *
   * @param offset from 0 to the artifact's size
   * @throws dev.meridian.controlplane.platform.ProblemException not found when the digest is not in
   *     the store, invalid when the offset is outside of it
   */
  InputStream open(String digest, long offset);

  /**
   * Starts an upload, or finds the unfinished one of the same digest.
   *
   * @throws dev.meridian.controlplane.platform.ProblemException invalid when the digest is none,
   *     the size is negative or above the limit, or differs from an earlier one for the same digest
   */
  Upload begin(String digest, long sizeBytes);

  /**
   * Adds bytes at an offset. What arrived before a failure of the stream is kept.
   *
   * @throws IOException when the stream fails; ask {@link #begin} where to go on
   * @throws dev.meridian.controlplane.platform.ProblemException not found when there is no such
   *     upload, offset mismatch when it stands elsewhere (with the right {@code offset}), invalid
   *     when there are more bytes than announced or the whole has another digest; the upload is
   *     discarded in the last case
   */
  Upload append(UUID uploadId, long offset, InputStream content) throws IOException;
}
