package dev.meridian.controlplane.federation.transfer;

import dev.meridian.protocol.v1.Cancel;
import dev.meridian.protocol.v1.ReadLog;
import dev.meridian.protocol.v1.TransferReply;
import dev.meridian.protocol.v1.TransferRequest;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The Serve stream of one agent, through which its logs are asked for. */
final class LogChannel implements StreamObserver<TransferReply> {
  static final int MOST_AT_ONCE = 64;

  private final Tickets.Holder holder;
  private final ServerCallStreamObserver<TransferRequest> out;
  private final Runnable gone;
  private final ConcurrentHashMap<Long, Exchange> exchanges = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private volatile boolean closed;

  LogChannel(Tickets.Holder holder, ServerCallStreamObserver<TransferRequest> out, Runnable gone) {
    this.holder = holder;
    this.out = out;
    this.gone = gone;
    out.setOnCancelHandler(this::end);
  }

  Tickets.Holder holder() {
    return holder;
  }

  /** A log that is being read. */
  record Reading(long id, Exchange exchange) {}

  /** Asks for a log. */
  Reading begin(ReadLog request) {
    Exchange exchange = new Exchange();
    long id = ids.incrementAndGet();
    exchanges.put(id, exchange);
    if (closed || exchanges.size() > MOST_AT_ONCE) {
      exchanges.remove(id);
      exchange.end(
          new Exchange.End(
              closed ? "" : "Too many logs of this node are read at the same time.", closed));
      return new Reading(id, exchange);
    }
    send(TransferRequest.newBuilder().setId(id).setReadLog(request).build());
    return new Reading(id, exchange);
  }

  /** Forgets a log, and tells the agent when it has not ended it. */
  void finish(long id) {
    if (exchanges.remove(id) != null) {
      cancel(id);
    }
  }

  private void cancel(long id) {
    send(TransferRequest.newBuilder().setId(id).setCancel(Cancel.getDefaultInstance()).build());
  }

  private synchronized void send(TransferRequest request) {
    if (!closed) {
      out.onNext(request);
    }
  }

  @Override
  public void onNext(TransferReply reply) {
    Exchange exchange = exchanges.get(reply.getId());
    if (exchange == null) {
      return;
    }
    boolean goOn = exchange.add(reply);
    if (reply.hasEnd()) {
      exchanges.remove(reply.getId());
    } else if (!goOn && exchanges.remove(reply.getId()) != null) {
      cancel(reply.getId());
    }
  }

  @Override
  public void onError(Throwable reason) {
    end();
  }

  @Override
  public void onCompleted() {
    close(Status.OK);
  }

  synchronized void close(Status status) {
    if (!closed && !out.isCancelled()) {
      closed = true;
      if (status.isOk()) {
        out.onCompleted();
      } else {
        out.onError(status.asRuntimeException());
      }
    }
    end();
  }

  private void end() {
    closed = true;
    exchanges.values().forEach(exchange -> exchange.end(new Exchange.End("", true)));
    exchanges.clear();
    gone.run();
  }
}
