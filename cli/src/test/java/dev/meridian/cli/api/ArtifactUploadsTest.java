package dev.meridian.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.cli.FakeControlPlane;
import dev.meridian.cli.FakeControlPlane.Answer;
import dev.meridian.cli.FakeControlPlane.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactUploadsTest {
  private static final int SIZE = 9 << 20;
  private static final String DIGEST = "d1";

  @TempDir Path folder;
  private final FakeControlPlane controlPlane = new FakeControlPlane();
  private final AtomicLong received = new AtomicLong();
  private Path file = Path.of("");

  @BeforeEach
  void create() throws IOException {
    file = Files.write(folder.resolve("file"), new byte[SIZE]);
    controlPlane.on(
        "POST /api/v1/artifact-uploads",
        request -> Answer.json("{\"uploadId\":\"u\",\"offset\":" + received.get() + "}"));
  }

  @AfterEach
  void close() {
    controlPlane.close();
  }

  private boolean upload(List<Long> progress) {
    Api api = new Api(ControlPlaneAddress.of(URI.create(controlPlane.url())), Bearer.none());
    return new ArtifactUploads(api).upload(DIGEST, SIZE, file, progress::add);
  }

  private Answer take(Request request) {
    long offset = Long.parseLong(request.header("Upload-offset"));
    if (offset != received.get()) {
      return Answer.problem(409, "{\"title\":\"Wrong offset\",\"status\":409}");
    }
    long now = received.addAndGet(request.body().length());
    return new Answer(204, "", java.util.Map.of("Upload-Offset", String.valueOf(now)), "");
  }

  @Test
  void sendsAFileInChunksAndTellsTheProgress() {
    controlPlane.on("PATCH /api/v1/artifact-uploads/u", this::take);
    List<Long> progress = new ArrayList<>();

    assertThat(upload(progress)).isTrue();

    assertThat(received).hasValue(SIZE);
    assertThat(progress).startsWith(0L).endsWith((long) SIZE).isSorted().hasSize(4);
  }

  @Test
  void sendsNothingThatIsThereAlready() {
    controlPlane.on("GET /api/v1/artifacts/" + DIGEST, Answer.json("{\"digest\":\"d1\"}"));

    assertThat(upload(new ArrayList<>())).isFalse();

    assertThat(controlPlane.requests("POST /api/v1/artifact-uploads")).isEmpty();
  }

  @Test
  void goesOnWhereABrokenConnectionLeftTheUpload() {
    AtomicInteger calls = new AtomicInteger();
    controlPlane.on(
        "PATCH /api/v1/artifact-uploads/u",
        request -> {
          // The second chunk arrives, and its answer is lost.
          Answer answer = take(request);
          return calls.incrementAndGet() == 2 ? Answer.broken() : answer;
        });

    assertThat(upload(new ArrayList<>())).isTrue();

    assertThat(received).hasValue(SIZE);
    assertThat(calls).hasValue(3);
  }

  @Test
  void asksForTheRightPlaceWhenTheControlPlaneHasAnother() {
    AtomicInteger calls = new AtomicInteger();
    controlPlane.on(
        "PATCH /api/v1/artifact-uploads/u",
        request -> {
          if (calls.incrementAndGet() == 1) {
            received.set(4 << 20);
          }
          return take(request);
        });

    assertThat(upload(new ArrayList<>())).isTrue();

    assertThat(received).hasValue(SIZE);
  }

  @Test
  void givesUpWhenTheControlPlaneRefusesTheBytes() {
    controlPlane.on(
        "PATCH /api/v1/artifact-uploads/u",
        Answer.problem(422, "{\"title\":\"Digest mismatch\",\"status\":422}"));

    assertThatThrownBy(() -> upload(new ArrayList<>()))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("Digest mismatch");
  }
}
