package dev.meridian.controlplane.federation.link;

import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.HeartbeatAck;
import dev.meridian.protocol.v1.StatusAck;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What goes to one agent. Sends while the transport takes it and otherwise keeps little: the newest
 * heartbeat acknowledgement, and acknowledgements of at most {@value #UNACKNOWLEDGED} reports,
 * after which the stream is not read on.
 */
final class Outbox {
  static final int UNACKNOWLEDGED = 256;

  private final ServerCallStreamObserver<ControlMessage> out;
  private final Semaphore reports = new Semaphore(UNACKNOWLEDGED);
  private final Queue<ControlMessage> control = new ArrayDeque<>();
  private final Queue<Long> acknowledgements = new ArrayDeque<>();
  private @Nullable Long heartbeat;
  private boolean closed;

  Outbox(ServerCallStreamObserver<ControlMessage> out) {
    this.out = out;
  }

  /** Takes the right to have one more report under way; waits while the agent has too many. */
  void beginReport() throws InterruptedException {
    reports.acquire();
  }

  /** Gives the right back when a report needs no acknowledgement. */
  void endReport() {
    reports.release();
  }

  synchronized void acknowledge(long sequence) {
    acknowledgements.add(sequence);
    flush();
  }

  synchronized void heartbeat(long number) {
    heartbeat = number;
    flush();
  }

  /** Messages of the handshake and the like; few, and sent before all else. */
  synchronized void control(ControlMessage message) {
    control.add(message);
    flush();
  }

  /**
   * Sends an order, or the mark that all were sent, when the transport can take it.
   *
   * @return false: not sent, ask again when the transport is ready
   */
  synchronized boolean trySend(ControlMessage message) {
    flush();
    if (closed || !control.isEmpty() || !out.isReady()) {
      return false;
    }
    out.onNext(message);
    return true;
  }

  /** Sends what waits; called when the transport is ready again. */
  synchronized void flush() {
    while (!closed && out.isReady()) {
      ControlMessage next = next();
      if (next == null) {
        return;
      }
      out.onNext(next);
    }
  }

  private @Nullable ControlMessage next() {
    ControlMessage message = control.poll();
    if (message != null) {
      return message;
    }
    if (heartbeat != null) {
      message =
          ControlMessage.newBuilder()
              .setHeartbeatAck(HeartbeatAck.newBuilder().setNumber(heartbeat))
              .build();
      heartbeat = null;
      return message;
    }
    Long sequence = acknowledgements.poll();
    if (sequence == null) {
      return null;
    }
    reports.release();
    return ControlMessage.newBuilder()
        .setStatusAck(StatusAck.newBuilder().setSequence(sequence))
        .build();
  }

  /** Ends the stream; a second end is none. */
  synchronized void close(Status status) {
    if (closed) {
      return;
    }
    closed = true;
    // Whoever waits to report more goes on and finds the stream closed.
    reports.release(UNACKNOWLEDGED);
    if (out.isCancelled()) {
      return;
    }
    if (status.isOk()) {
      out.onCompleted();
    } else {
      out.onError(status.asRuntimeException());
    }
  }
}
