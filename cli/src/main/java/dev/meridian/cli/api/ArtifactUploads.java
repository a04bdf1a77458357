package dev.meridian.cli.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;

/** Uploads files by their digest, in chunks, going on where a broken upload stopped. */
public final class ArtifactUploads {
  private static final int CHUNK = 4 << 20;
  private static final int BREAKS_IN_A_ROW = 5;

  private final Api api;

  public ArtifactUploads(Api api) {
    this.api = api;
  }

  /**
   * Uploads a file unless the control plane has it.
   *
   * @param digest SHA-256 in hex
   * @param progress told how many bytes the control plane has, at least once
   * @return whether anything had to be sent
   */
  public boolean upload(String digest, long size, Path file, LongConsumer progress) {
    if (api.find("/artifacts/" + digest).isPresent()) {
      progress.accept(size);
      return false;
    }
    int breaks = 0;
    while (true) {
      JsonNode upload =
          api.post("/artifact-uploads", Json.object().put("digest", digest).put("sizeBytes", size));
      if (upload.path("complete").asBoolean(false)) {
        progress.accept(size);
        return true;
      }
      long before = upload.path("offset").asLong(0);
      try {
        sendFrom(before, Json.text(upload, "/uploadId"), file, size, progress);
        return true;
      } catch (Unreachable broken) {
        if (++breaks >= BREAKS_IN_A_ROW) {
          throw broken;
        }
      } catch (Refused elsewhere) {
        // Somebody else uploads the same artifact, or a chunk arrived whose answer was lost.
        if (elsewhere.problem().status() != 409 || ++breaks >= BREAKS_IN_A_ROW) {
          throw elsewhere;
        }
      }
    }
  }

  private void sendFrom(long start, String uploadId, Path file, long size, LongConsumer progress) {
    try (FileChannel channel = FileChannel.open(file)) {
      long offset = start;
      progress.accept(offset);
      do {
        offset = patch(uploadId, offset, read(channel, offset, size));
        progress.accept(offset);
      } while (offset < size);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("Cannot read " + file, unreadable);
    }
  }

  private long patch(String uploadId, long offset, byte[] chunk) {
    HttpResponse<String> answer =
        api.send(
            "PATCH",
            "/artifact-uploads/" + uploadId,
            BodyPublishers.ofByteArray(chunk),
            Map.of(
                "Content-Type",
                "application/offset+octet-stream",
                "Upload-Offset",
                String.valueOf(offset)));
    return answer.headers().firstValueAsLong("Upload-Offset").orElse(offset + chunk.length);
  }

  private static byte[] read(FileChannel channel, long offset, long size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, size - offset));
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
      continue;
    }
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }
}
