package dev.meridian.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.catalog.ArtifactStore.Upload;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresArtifactStoreIT {
  private static final int CHUNK = ChunkedContent.CHUNK_BYTES;

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static long seed = 42;
  private ArtifactStore store;

  @BeforeEach
  void makeStore() {
    store =
        new PostgresArtifactStore(
            database.scopes(), new ArtifactRows(database.jdbc()), InstantSource.system());
  }

  @Test
  void givesBackWhatWasUploadedFromAnyOffset() throws IOException {
    byte[] content = content(2 * CHUNK + 12_345);
    String digest = Digests.of(content);

    Upload upload = store.begin(digest, content.length);
    Upload done = store.append(upload.uploadId(), 0, new ByteArrayInputStream(content));

    assertThat(done.complete()).isTrue();
    assertThat(store.find(digest)).get().extracting("sizeBytes").isEqualTo((long) content.length);
    for (int offset : new int[] {0, 1, CHUNK, 2 * CHUNK + 7, content.length}) {
      try (InputStream read = store.open(digest, offset)) {
        assertThat(read.readAllBytes())
            .as("from offset " + offset)
            .isEqualTo(Arrays.copyOfRange(content, offset, content.length));
      }
    }
  }

  @Test
  void goesOnWhereABrokenConnectionLeftOff() throws IOException {
    byte[] content = content(CHUNK + 5_000);
    String digest = Digests.of(content);
    Upload upload = store.begin(digest, content.length);
    InputStream breaks =
        new SequenceInputStream(
            new ByteArrayInputStream(content, 0, CHUNK + 1_000), new BrokenConnection());

    assertThatThrownBy(() -> store.append(upload.uploadId(), 0, breaks))
        .isInstanceOf(IOException.class);

    Upload resumed = store.begin(digest, content.length);
    assertThat(resumed.uploadId()).isEqualTo(upload.uploadId());
    assertThat(resumed.offset()).isEqualTo(CHUNK + 1_000);
    int offset = (int) resumed.offset();
    InputStream rest = new ByteArrayInputStream(content, offset, content.length - offset);
    assertThat(store.append(resumed.uploadId(), offset, rest).complete()).isTrue();
    try (InputStream read = store.open(digest, 0)) {
      assertThat(read.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void tellsTheRightOffsetWhenAnotherIsGiven() throws IOException {
    byte[] content = content(1_000);
    Upload upload = store.begin(Digests.of(content), content.length);
    store.append(upload.uploadId(), 0, new ByteArrayInputStream(content, 0, 400));

    assertThatThrownBy(() -> store.append(upload.uploadId(), 0, new ByteArrayInputStream(content)))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.type()).isEqualTo(ProblemType.OFFSET_MISMATCH);
              assertThat(e.extensions()).containsEntry(ArtifactStore.OFFSET, 400L);
            });
  }

  @Test
  void discardsAnUploadWithAnotherDigest() {
    byte[] content = content(1_000);
    byte[] other = content(1_000);
    Upload upload = store.begin(Digests.of(content), content.length);

    assertThatThrownBy(() -> store.append(upload.uploadId(), 0, new ByteArrayInputStream(other)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("was discarded");

    assertThat(store.find(Digests.of(content))).isEmpty();
    Upload again = store.begin(Digests.of(content), content.length);
    assertThat(again.offset()).isZero();
    assertThat(again.uploadId()).isNotEqualTo(upload.uploadId());
  }

  @Test
  void refusesMoreBytesThanAnnounced() {
    byte[] content = content(1_000);
    Upload upload = store.begin(Digests.of(content), 999);

    assertThatThrownBy(() -> store.append(upload.uploadId(), 0, new ByteArrayInputStream(content)))
        .hasMessageContaining("more than the 999 bytes");
  }

  @Test
  void storesTheSameDigestOnce() throws IOException {
    byte[] content = content(10);
    String digest = Digests.of(content);
    Upload upload = store.begin(digest, content.length);
    store.append(upload.uploadId(), 0, new ByteArrayInputStream(content));

    assertThat(store.begin(digest, content.length).complete()).isTrue();
    assertThatThrownBy(() -> store.begin(digest, 11)).hasMessageContaining("announced with 10");
  }

  @Test
  void storesAnEmptyFile() {
    assertThat(store.begin(Digests.of(new byte[0]), 0).complete()).isTrue();
  }

  @Test
  void knowsTheSizesOfThoseThatAreThere() throws IOException {
    byte[] content = content(10);
    String there = Digests.of(content);
    store.append(
        store.begin(there, content.length).uploadId(), 0, new ByteArrayInputStream(content));
    String notThere = Digests.of(content(11));

    assertThat(store.sizes(List.of(there, notThere))).containsOnly(Map.entry(there, 10L));
  }

  @Test
  void refusesOffsetsOutsideAndUnknownThings() {
    String unknown = Digests.of(content(12));

    assertThatThrownBy(() -> store.open(unknown, 0)).hasMessageContaining("no artifact");
    assertThatThrownBy(
            () -> store.append(UUID.randomUUID(), 0, new ByteArrayInputStream(new byte[1])))
        .hasMessageContaining("no upload");
    assertThatThrownBy(() -> store.begin("../etc/passwd", 1)).hasMessageContaining("no SHA-256");
  }

  /** Different bytes at each call. */
  private static byte[] content(int size) {
    byte[] bytes = new byte[size];
    new Random(seed++).nextBytes(bytes);
    return bytes;
  }

  private static final class BrokenConnection extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("connection reset");
    }
  }
}
