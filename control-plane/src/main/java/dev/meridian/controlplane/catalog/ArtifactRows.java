package dev.meridian.controlplane.catalog;

import dev.meridian.controlplane.catalog.ArtifactStore.StoredArtifact;
import dev.meridian.controlplane.catalog.ArtifactStore.Upload;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of artifacts and uploads; every method runs in the caller's transaction. */
@Component
class ArtifactRows {
  private final JdbcClient jdbc;

  ArtifactRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<StoredArtifact> find(String digest) {
    return jdbc.sql("select digest, size_bytes from artifact where digest = ?")
        .param(digest)
        .query((row, n) -> new StoredArtifact(row.getString(1), row.getLong(2)))
        .optional();
  }

  List<StoredArtifact> present(Collection<String> digests) {
    return jdbc.sql("select digest, size_bytes from artifact where digest = any(?)")
        .param(digests.toArray(String[]::new))
        .query((row, n) -> new StoredArtifact(row.getString(1), row.getLong(2)))
        .list();
  }

  byte @Nullable [] chunk(String digest, int index) {
    return jdbc.sql("select content from artifact_chunk where digest = ? and index = ?")
        .params(digest, index)
        .query((row, n) -> row.getBytes(1))
        .optional()
        .orElse(null);
  }

  byte @Nullable [] uploadedChunk(UUID upload, int index) {
    return jdbc.sql("select content from artifact_upload_chunk where upload_id = ? and index = ?")
        .params(upload, index)
        .query((row, n) -> row.getBytes(1))
        .optional()
        .orElse(null);
  }

  void insertUpload(UUID id, String digest, long sizeBytes, Instant now) {
    jdbc.sql(
            """
            insert into artifact_upload (id, digest, size_bytes, started_at) values (?, ?, ?, ?)
            on conflict (digest) do nothing
            """)
        .params(id, digest, sizeBytes, now.atOffset(ZoneOffset.UTC))
        .update();
  }

  Optional<Upload> upload(String digest) {
    return jdbc.sql("select id, digest, size_bytes, received from artifact_upload where digest = ?")
        .param(digest)
        .query(ArtifactRows::upload)
        .optional();
  }

  Optional<Upload> upload(UUID id) {
    return jdbc.sql("select id, digest, size_bytes, received from artifact_upload where id = ?")
        .param(id)
        .query(ArtifactRows::upload)
        .optional();
  }

  /**
   * Moves the upload on, when it still stands at the offset; the row stays locked until the
   * transaction ends.
   */
  boolean advance(UUID id, long offset, int bytes) {
    return jdbc.sql(
                "update artifact_upload set received = received + ? where id = ? and received = ?")
            .params(bytes, id, offset)
            .update()
        == 1;
  }

  /** Adds bytes to the end of a chunk of an upload, which may be new. */
  void appendToChunk(UUID upload, int index, byte[] content) {
    jdbc.sql(
            """
            insert into artifact_upload_chunk (upload_id, index, content) values (?, ?, ?)
            on conflict (upload_id, index)
              do update set content = artifact_upload_chunk.content || excluded.content
            """)
        .params(upload, index, content)
        .update();
  }

  /** Makes the upload an artifact, unless somebody else stored the same digest meanwhile. */
  void complete(Upload upload, Instant now) {
    int inserted =
        jdbc.sql(
                """
                insert into artifact (digest, size_bytes, stored_at) values (?, ?, ?)
                on conflict (digest) do nothing
                """)
            .params(upload.digest(), upload.sizeBytes(), now.atOffset(ZoneOffset.UTC))
            .update();
    if (inserted == 1) {
      jdbc.sql(
              """
              insert into artifact_chunk (digest, index, content)
              select ?, index, content from artifact_upload_chunk where upload_id = ?
              """)
          .params(upload.digest(), upload.uploadId())
          .update();
    }
    discard(upload.uploadId());
  }

  void discard(UUID upload) {
    jdbc.sql("delete from artifact_upload where id = ?").param(upload).update();
  }

  int discardStartedBefore(Instant limit) {
    return jdbc.sql("delete from artifact_upload where started_at < ?")
        .param(limit.atOffset(ZoneOffset.UTC))
        .update();
  }

  private static Upload upload(ResultSet row, int n) throws SQLException {
    return new Upload(
        row.getObject(1, UUID.class), row.getString(2), row.getLong(3), row.getLong(4), false);
  }
}
