package dev.meridian.controlplane.federation.link;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.SocketAddress;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a call came on.
 *
 * @param session its TLS session; null without TLS, which the agent port never is
 */
public record Peer(@Nullable SSLSession session, @Nullable SocketAddress address) {
  private static final Context.Key<Peer> KEY = Context.key("meridian-peer");

  /** The peer of the running call. */
  static Peer current() {
    Peer peer = KEY.get();
    if (peer == null) {
      throw new IllegalStateException("Called outside of a call that came over the agent port.");
    }
    return peer;
  }

  /** Makes the peer known to the calls' handlers. */
  static final class Interceptor implements ServerInterceptor {
    @Override
    public <I, O> ServerCall.Listener<I> interceptCall(
        ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
      Peer peer =
          new Peer(
              call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION),
              call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
      return Contexts.interceptCall(Context.current().withValue(KEY, peer), call, headers, next);
    }
  }
}
