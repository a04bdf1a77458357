package dev.meridian.controlplane.federation.link;

import dev.meridian.controlplane.federation.trust.ServerCertificates;
import dev.meridian.controlplane.platform.StartRefused;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The agent port. TLS 1.3 by the JDK, which alone exports the channel binding; limits on all that
 * an unproven peer can make the server keep.
 */
final class AgentServer implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(AgentServer.class);
  private static final int LARGEST_MESSAGE = 1 << 20;
  private static final int LARGEST_METADATA = 8 << 10;
  private static final int MOST_CALLS_PER_CONNECTION = 32;

  private final AgentLinkProperties properties;
  private final ServerCertificates certificates;
  private final List<BindableService> services;
  private final ExecutorService executor;
  private final Rounds rounds;
  private final Streams streams;
  private final SessionStore sessions;
  private @Nullable Server server;

  AgentServer(
      AgentLinkProperties properties,
      ServerCertificates certificates,
      List<BindableService> services,
      ExecutorService executor,
      Rounds rounds,
      Streams streams,
      SessionStore sessions) {
    this.properties = properties;
    this.certificates = certificates;
    this.services = List.copyOf(services);
    this.executor = executor;
    this.rounds = rounds;
    this.streams = streams;
    this.sessions = sessions;
  }

  @Override
  public synchronized void start() {
    if (server != null) {
      return;
    }
    sessions.closeLeftBehind();
    streams.start();
    InetSocketAddress address =
        new InetSocketAddress(properties.agentBindAddress(), properties.agentPort());
    try {
      NettyServerBuilder builder =
          NettyServerBuilder.forAddress(address)
              .sslContext(
                  GrpcSslContexts.configure(
                          SslContextBuilder.forServer(certificates), SslProvider.JDK)
                      .protocols("TLSv1.3")
                      .build())
              .executor(executor)
              .addStreamTracerFactory(CallEnd.factory())
              .handshakeTimeout(10, TimeUnit.SECONDS)
              .maxInboundMessageSize(LARGEST_MESSAGE)
              .maxInboundMetadataSize(LARGEST_METADATA)
              .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION)
              .permitKeepAliveTime(5, TimeUnit.SECONDS)
              .permitKeepAliveWithoutCalls(true)
              .keepAliveTime(30, TimeUnit.SECONDS)
              .keepAliveTimeout(10, TimeUnit.SECONDS);
      services.forEach(
          service ->
              builder.addService(ServerInterceptors.intercept(service, new Peer.Interceptor())));
      server = builder.build().start();
    } catch (SSLException e) {
      throw new IllegalStateException("The TLS of the agent port cannot be set up.", e);
    } catch (IOException e) {
      throw new StartRefused(
          "The agent port %s cannot be opened: %s. Free it, or set meridian.agent-port and meridian.agent-bind-address."
              .formatted(address, e.getMessage()),
          e);
    }
    rounds.start();
    log.info("Agents are served on {} port {}", properties.agentBindAddress(), port());
  }

  /** The port that is bound. */
  public synchronized int port() {
    if (server == null) {
      throw new IllegalStateException("The agent port is not open.");
    }
    return server.getPort();
  }

  @Override
  public synchronized void stop() {
    Server running = server;
    if (running == null) {
      return;
    }
    server = null;
    rounds.stop();
    running.shutdown();
    streams.stop();
    try {
      if (!running.awaitTermination(3, TimeUnit.SECONDS)) {
        running.shutdownNow();
      }
    } catch (InterruptedException e) {
      running.shutdownNow();
      Thread.currentThread().interrupt();
    }
    try {
      sessions.closeLeftBehind();
    } catch (RuntimeException e) {
      log.warn("The end of the sessions is stored at the next start: {}", e.toString());
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return server != null;
  }
}
