package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.LogSink;
import dev.meridian.controlplane.platform.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/** A log that one reader follows, until it ends, the reader goes, or the right to read it does. */
final class FollowedLog implements LogSink {
  /** After so long without a line the reader is told that it is still there, and so found gone. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  private final SseEmitter emitter = new SseEmitter(0L);
  private final AtomicBoolean gone = new AtomicBoolean();
  private final LineSplitter lines = new LineSplitter();
  private final BooleanSupplier allowed;
  private final JsonMapper json;
  private boolean taken;
  private long sentAt = System.nanoTime();

  /**
   * @param allowed whether the reader may read on; asked again and again
   */
  FollowedLog(BooleanSupplier allowed, JsonMapper json) {
    this.allowed = allowed;
    this.json = json;
    emitter.onCompletion(() -> gone.set(true));
    emitter.onError(e -> gone.set(true));
  }

  /** Something that reads a log into a sink until it has ended or the sink is closed. */
  interface Reading {
    void into(LogSink sink) throws IOException;
  }

  /** Reads beside the request. */
  SseEmitter begin(Reading reading) {
    Thread.ofVirtual().name("log-follow").start(() -> run(reading));
    return emitter;
  }

  private void run(Reading reading) {
    try {
      emitter.send(SseEmitter.event().comment("connected"));
      send("end", Map.of("reason", reasonOfTheEnd(reading)));
      emitter.complete();
    } catch (IOException | RuntimeException e) {
      // The reader went away, or the database did, and with it what says who may read.
      emitter.completeWithError(e);
    }
  }

  private String reasonOfTheEnd(Reading reading) throws IOException {
    try {
      reading.into(this);
    } catch (ProblemException e) {
      return String.valueOf(e.getMessage());
    }
    return taken ? "your right to read this log was taken away" : "the log ended";
  }

  @Override
  public void content(byte[] bytes) throws IOException {
    for (String line : lines.add(bytes)) {
      send("line", Map.of("text", line));
    }
  }

  @Override
  public void quiet() throws IOException {
    if (System.nanoTime() - sentAt > QUIET.toNanos()) {
      emitter.send(SseEmitter.event().comment("quiet"));
      sentAt = System.nanoTime();
    }
  }

  @Override
  public boolean isOpen() {
    taken = taken || !allowed.getAsBoolean();
    return !taken && !gone.get();
  }

  private void send(String event, Map<String, String> data) throws IOException {
    emitter.send(SseEmitter.event().name(event).data(json.writeValueAsString(data)));
    sentAt = System.nanoTime();
  }
}
