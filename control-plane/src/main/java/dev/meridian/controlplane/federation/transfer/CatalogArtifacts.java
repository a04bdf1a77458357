package dev.meridian.controlplane.federation.transfer;

import dev.meridian.controlplane.catalog.ArtifactStore;
import dev.meridian.controlplane.federation.ArtifactSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Component;

/** Takes artifacts from the catalog's store. */
@Component
class CatalogArtifacts implements ArtifactSource {
  private final ArtifactStore store;

  CatalogArtifacts(ArtifactStore store) {
    this.store = store;
  }

  @Override
  public InputStream open(String digest, long offset) throws IOException {
    long size =
        store
            .find(digest)
            .orElseThrow(() -> new FileNotFoundException("no artifact " + digest))
            .sizeBytes();
    // An agent that has everything already asks from the end, or from beyond when its file is bad.
    return offset >= size ? InputStream.nullInputStream() : store.open(digest, offset);
  }
}
