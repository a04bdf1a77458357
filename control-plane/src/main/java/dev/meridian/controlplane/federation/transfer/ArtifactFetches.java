package dev.meridian.controlplane.federation.transfer;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.meridian.controlplane.federation.AgentRefusals;
import dev.meridian.controlplane.federation.ArtifactSource;
import dev.meridian.controlplane.platform.Signal;
import dev.meridian.protocol.v1.ArtifactChunk;
import dev.meridian.protocol.v1.FetchArtifactRequest;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Streams artifacts to agents, no faster than each takes them. An agent gets what pods ordered to
 * it need and nothing else; a digest that does not exist is refused in the same words.
 */
@Component
class ArtifactFetches {
  private static final Logger log = LoggerFactory.getLogger(ArtifactFetches.class);
  static final int CHUNK = 256 << 10;
  private static final int MOST_PER_AGENT = 8;
  private static final Duration STALLED = Duration.ofSeconds(60);
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final ObjectProvider<ArtifactSource> source;
  private final AgentRefusals refusals;
  private final ConcurrentHashMap<UUID, Semaphore> running = new ConcurrentHashMap<>();

  ArtifactFetches(
      Scopes scopes,
      JdbcClient jdbc,
      ObjectProvider<ArtifactSource> source,
      AgentRefusals refusals) {
    this.refusals = refusals;
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.source = source;
  }

  /** Begins to stream; returns at once, so that the transport's call-backs are not held up. */
  void start(
      Tickets.Holder holder,
      FetchArtifactRequest request,
      ServerCallStreamObserver<ArtifactChunk> out) {
    Signal ready = new Signal();
    out.setOnReadyHandler(ready::raise);
    out.setOnCancelHandler(ready::raise);
    Thread.ofVirtual()
        .name("artifact-" + holder.agentId())
        .start(() -> run(holder, request, out, ready));
  }

  private void run(
      Tickets.Holder holder,
      FetchArtifactRequest request,
      ServerCallStreamObserver<ArtifactChunk> out,
      Signal ready) {
    Semaphore turn =
        running.computeIfAbsent(holder.agentId(), agent -> new Semaphore(MOST_PER_AGENT));
    if (!turn.tryAcquire()) {
      out.onError(
          Status.RESOURCE_EXHAUSTED
              .withDescription("This agent fetches %d artifacts already.".formatted(MOST_PER_AGENT))
              .asRuntimeException());
      return;
    }
    try {
      Status status = stream(holder.agentId(), request, out, ready);
      if (out.isCancelled()) {
        return;
      }
      if (status.isOk()) {
        out.onCompleted();
      } else {
        out.onError(status.asRuntimeException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | IOException e) {
      log.warn("Artifact {} for agent {} broke off", request.getDigest(), holder.agentId(), e);
      out.onError(
          Status.UNAVAILABLE
              .withDescription("The artifact broke off; go on from where it stopped.")
              .asRuntimeException());
    } finally {
      turn.release();
    }
  }

  private Status stream(
      UUID agent,
      FetchArtifactRequest request,
      ServerCallStreamObserver<ArtifactChunk> out,
      Signal ready)
      throws IOException, InterruptedException {
    String digest = request.getDigest();
    Status refused =
        Status.PERMISSION_DENIED.withDescription(
            "No pod that is ordered to this agent needs this artifact.");
    if (!DIGEST.matcher(digest).matches()) {
      return refused;
    }
    if (!mayFetch(agent, digest)) {
      refusals.record(agent, "agent.fetch", Map.of("digest", digest));
      return refused;
    }
    if (request.getOffset() < 0) {
      return Status.INVALID_ARGUMENT.withDescription("The offset is negative.");
    }
    long offset = request.getOffset();
    try (InputStream in = source.getObject().open(digest, offset)) {
      byte[] chunk;
      while ((chunk = in.readNBytes(CHUNK)).length > 0) {
        if (!awaitReady(out, ready)) {
          return Status.CANCELLED.withDescription("The agent took nothing for " + STALLED + ".");
        }
        ByteString content = UnsafeByteOperations.unsafeWrap(chunk);
        out.onNext(ArtifactChunk.newBuilder().setOffset(offset).setContent(content).build());
        offset += chunk.length;
      }
      return Status.OK;
    } catch (FileNotFoundException e) {
      log.error("Artifact {} is ordered to agent {} and not in the store", digest, agent, e);
      return refused;
    }
  }

  private static boolean awaitReady(ServerCallStreamObserver<?> out, Signal ready)
      throws InterruptedException {
    long deadline = System.nanoTime() + STALLED.toNanos();
    while (!out.isReady()) {
      if (out.isCancelled() || System.nanoTime() - deadline > 0) {
        return false;
      }
      // Woken by the transport; asked again each second in case the wake-up came before the wait.
      ready.await(Duration.ofSeconds(1));
    }
    return !out.isCancelled();
  }

  private boolean mayFetch(UUID agent, String digest) {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql(
                    """
                    select exists (select from desired_pod where agent_id = ? and kind = 'RUN'
                                   and ? = any(digests))
                    """)
                .params(agent, digest)
                .query(Boolean.class)
                .single());
  }
}
