package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.record.IdentityRecord;
import dev.meridian.protocol.v1.AgentLinkGrpc;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Keeps a session with the control plane, for ever. */
public final class ControlLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ControlLink.class.getName());
  private static final Duration HANDSHAKE = Duration.ofSeconds(15);

  private final LinkContext context;
  private @Nullable Thread thread;
  private volatile boolean closed;

  public ControlLink(LinkContext context) {
    this.context = context;
  }

  /** Connects in the background; the agent must have joined. */
  public void start() {
    thread = Thread.ofPlatform().name("control-link").start(this::keepConnected);
  }

  private void keepConnected() {
    ReconnectDelay delay = new ReconnectDelay();
    while (!closed) {
      try {
        String reason = connectOnce(delay);
        Duration wait = delay.next();
        LOG.log(
            WARNING,
            "no connection to {0}: {1}; next try in {2} ms",
            context.endpoint(),
            reason,
            wait.toMillis());
        Thread.sleep(wait);
      } catch (InterruptedException asked) {
        return;
      } catch (IOException | GeneralSecurityException | RuntimeException failed) {
        LOG.log(ERROR, "cannot connect to " + context.endpoint() + "; it is tried again", failed);
        try {
          Thread.sleep(delay.next());
        } catch (InterruptedException asked) {
          return;
        }
      }
    }
  }

  /** Returns when the session has ended, with the reason. */
  private String connectOnce(ReconnectDelay delay)
      throws IOException, GeneralSecurityException, InterruptedException {
    IdentityRecord identity =
        context
            .identity()
            .read()
            .orElseThrow(() -> new IOException("the agent has not joined: give it a join token"));
    ManagedChannel channel =
        context.endpoint().connect(Trust.ofAuthorities(IdentityFile.authorities(identity)));
    ChannelBinding binding = new ChannelBinding();
    ControlSession session =
        new ControlSession(
            context, identity, AgentKey.load(identity.getPrivateKey().toByteArray()), binding);
    try {
      var requests =
          AgentLinkGrpc.newStub(ClientInterceptors.intercept(channel, binding)).connect(session);
      try {
        return session.ended().get(HANDSHAKE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillThere) {
        if (!session.wasWelcomed()) {
          requests.onError(new IOException("no welcome"));
          return "no welcome within " + HANDSHAKE.toSeconds() + " s";
        }
      }
      delay.reset();
      return session.ended().get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      if (session.wasWelcomed()) {
        delay.reset();
      }
      session.close();
      channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join(Duration.ofSeconds(3));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
