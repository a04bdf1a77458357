package dev.meridian.controlplane.federation.link;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Why the transport ended a call. A handler is told only that its call was cancelled, whoever did
 * it and why; a message that is too large never reaches it.
 */
final class CallEnd extends ServerStreamTracer {
  private static final Context.Key<CallEnd> KEY = Context.key("meridian-call-end");

  private volatile @Nullable Status status;

  /** Of the running call. */
  static CallEnd current() {
    CallEnd end = KEY.get();
    if (end == null) {
      throw new IllegalStateException("Called outside of a call that came over the agent port.");
    }
    return end;
  }

  /** Makes one for each call. */
  static ServerStreamTracer.Factory factory() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
        return new CallEnd();
      }
    };
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  @Override
  public void streamClosed(Status end) {
    status = end;
  }

  /** Whether the peer sent more than the port takes in one message. */
  boolean byTooLargeAMessage() {
    Status end = status;
    return end != null && end.getCode() == Status.Code.RESOURCE_EXHAUSTED;
  }
}
