package dev.meridian.agent.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Where artifacts come from. */
@FunctionalInterface
public interface ArtifactSource {
  /**
   * Writes the bytes of an artifact from an offset on.
   *
   * @throws IOException when it cannot be had now; what was written before stays useful
   */
  void fetch(String digest, long offset, OutputStream target) throws IOException;
}
