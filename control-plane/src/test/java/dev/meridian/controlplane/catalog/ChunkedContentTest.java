package dev.meridian.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedContentTest {
  private static final int CHUNK = ChunkedContent.CHUNK_BYTES;
  private static final byte[] CONTENT = content();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK + 5, 2 * CHUNK + 1000})
  void readsEverythingFromAnyOffset(int offset) throws IOException {
    List<byte[]> chunks =
        List.of(
            Arrays.copyOfRange(CONTENT, 0, CHUNK),
            Arrays.copyOfRange(CONTENT, CHUNK, 2 * CHUNK),
            Arrays.copyOfRange(CONTENT, 2 * CHUNK, CONTENT.length));

    try (ChunkedContent read =
        new ChunkedContent(index -> index < chunks.size() ? chunks.get(index) : null, offset)) {
      assertThat(read.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(CONTENT, offset, CONTENT.length));
    }
  }

  private static byte[] content() {
    byte[] bytes = new byte[2 * CHUNK + 1000];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
