package dev.meridian.agent.link;

import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;

/** Where the control plane listens for agents. */
public record Endpoint(String host, int port) {
  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  /**
   * @param text {@code host:port}
   * @throws IllegalArgumentException when it is not that
   */
  public static Endpoint parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > 0 && port < 65_536) {
          return new Endpoint(text.substring(0, colon), port);
        }
      }
    } catch (NumberFormatException notAPort) {
      throw new IllegalArgumentException(
          "\"" + text + "\": the part after the colon is not a port number", notAPort);
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not host:port; write it like control.example.com:7443");
  }

  /** A new connection over TLS 1.3; dials when it is first used. */
  ManagedChannel connect(TrustManager trust) throws SSLException {
    return NettyChannelBuilder.forAddress(host, port)
        .overrideAuthority(Trust.SERVER_NAME)
        .sslContext(
            GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .trustManager(trust)
                .protocols("TLSv1.3")
                .build())
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        // Whether the other side is there is told by heartbeats; the agent reconnects by itself.
        .disableRetry()
        .build();
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
