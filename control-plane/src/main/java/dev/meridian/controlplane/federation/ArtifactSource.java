package dev.meridian.controlplane.federation;

import java.io.IOException;
import java.io.InputStream;

/** Where artifacts come from; the catalog's store in production. */
public interface ArtifactSource {

  /**
   * The artifact's bytes from an offset on; none from its end on. The caller closes it.
   *
   * @param digest lower-case hex SHA-256
   * @throws java.io.FileNotFoundException when there is no such artifact
   */
  InputStream open(String digest, long offset) throws IOException;
}
