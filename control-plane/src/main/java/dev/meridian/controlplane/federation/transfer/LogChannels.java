package dev.meridian.controlplane.federation.transfer;

import dev.meridian.controlplane.federation.LogReader;
import dev.meridian.controlplane.federation.LogSink;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.protocol.v1.ReadLog;
import dev.meridian.protocol.v1.TransferReply;
import dev.meridian.protocol.v1.TransferRequest;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the agent that has a log and reads it there. */
@Component
class LogChannels implements LogReader {
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(10);
  private static final Duration NEXT_ANSWER = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final ConcurrentHashMap<UUID, LogChannel> channels = new ConcurrentHashMap<>();

  LogChannels(Scopes scopes, JdbcClient jdbc) {
    this.scopes = scopes;
    this.jdbc = jdbc;
  }

  /** Takes the Serve stream of an agent; an older one ends. */
  StreamObserver<TransferReply> open(
      Tickets.Holder holder, ServerCallStreamObserver<TransferRequest> out) {
    LogChannel[] self = new LogChannel[1];
    self[0] = new LogChannel(holder, out, () -> channels.remove(holder.agentId(), self[0]));
    LogChannel old = channels.put(holder.agentId(), self[0]);
    if (old != null) {
      old.close(Status.ABORTED.withDescription("Another stream took the place of this one."));
    }
    return self[0];
  }

  @Override
  public void read(
      UUID agentId, UUID podId, String task, String stream, int tail, boolean follow, LogSink sink)
      throws IOException {
    LogChannel channel = channels.get(agentId);
    if (channel == null) {
      throw unreachable(agentId);
    }
    LogChannel.Reading reading =
        channel.begin(
            ReadLog.newBuilder()
                .setPodId(podId.toString())
                .setTask(task)
                .setStream(stream)
                .setTailLines(Math.max(0, tail))
                .setFollow(follow)
                .build());
    try {
      copy(agentId, reading.exchange(), follow, sink);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Reading a log was interrupted.", e);
    } finally {
      channel.finish(reading.id());
    }
  }

  private void copy(UUID agentId, Exchange exchange, boolean follow, LogSink sink)
      throws IOException, InterruptedException {
    Duration patience = FIRST_ANSWER;
    Duration waited = Duration.ZERO;
    while (sink.isOpen()) {
      Exchange.Part part = exchange.next(LOOK);
      if (part == null) {
        waited = waited.plus(LOOK);
        // A log that is followed may be silent for as long as it likes.
        if (!follow && waited.compareTo(patience) >= 0) {
          throw new ProblemException(
              ProblemType.UNAVAILABLE,
              "The node does not answer for %d s; try again in a moment."
                  .formatted(waited.toSeconds()));
        }
        sink.quiet();
        continue;
      }
      waited = Duration.ZERO;
      patience = NEXT_ANSWER;
      switch (part) {
        case Exchange.Bytes bytes -> sink.content(bytes.content());
        case Exchange.End end -> {
          conclude(agentId, end);
          return;
        }
      }
    }
  }

  private void conclude(UUID agentId, Exchange.End end) {
    if (end.unreachable()) {
      throw unreachable(agentId);
    }
    if (!end.error().isEmpty()) {
      throw new ProblemException(ProblemType.NOT_FOUND, end.error());
    }
  }

  private record Place(String region, String node, @Nullable OffsetDateTime seen) {}

  private ProblemException unreachable(UUID agentId) {
    Place place =
        scopes.asSystem(
            SystemJob.FEDERATION,
            () ->
                jdbc.sql(
                        """
                        select r.name, coalesce(n.name, ''),
                               case when a.connected then null else a.last_seen_at end
                        from agent a join region r on r.id = a.region_id
                        left join node n on n.agent_id = a.id where a.id = ? limit 1
                        """)
                    .param(agentId)
                    .query(
                        (row, n) ->
                            new Place(
                                row.getString(1),
                                row.getString(2),
                                row.getObject(3, OffsetDateTime.class)))
                    .optional()
                    .orElseThrow(() -> ProblemException.notFound("agent", agentId.toString())));
    return new ProblemException(
        ProblemType.UNAVAILABLE,
        "Node %s of region %s is not reachable%s; its logs are there and can be read when it is back."
            .formatted(
                place.node(),
                place.region(),
                place.seen() == null ? " right now" : " since " + place.seen().toInstant()));
  }
}
