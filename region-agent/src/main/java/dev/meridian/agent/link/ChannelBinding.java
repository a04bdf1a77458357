package dev.meridian.agent.link;

import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Learns the TLS session of a call, and what ties a proof to it (RFC 9266). One for each
 * connection.
 */
final class ChannelBinding implements ClientInterceptor {
  private static final String LABEL = "EXPORTER-Channel-Binding";
  private static final int LENGTH = 32;

  private final AtomicReference<@Nullable SSLSession> session = new AtomicReference<>();

  /**
   * 32 bytes that only the two ends of this TLS session know. Known once the server has answered.
   */
  byte[] bytes() throws SSLException {
    SSLSession known = session.get();
    if (known instanceof ExtendedSSLSession extended && "TLSv1.3".equals(known.getProtocol())) {
      return extended.exportKeyingMaterialData(LABEL, new byte[0], LENGTH);
    }
    throw new SSLPeerUnverifiedException(
        "the connection to the control plane is not TLS 1.3, which proofs need");
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onHeaders(Metadata answered) {
                Attributes attributes = getAttributes();
                session.set(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
                super.onHeaders(answered);
              }
            },
            headers);
      }
    };
  }
}
