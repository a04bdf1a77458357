package dev.meridian.agent.link;

import static java.lang.System.Logger.Level.WARNING;

import dev.meridian.agent.artifact.ArtifactSource;
import dev.meridian.agent.logs.TaskLogs;
import dev.meridian.agent.record.IdentityRecord;
import dev.meridian.protocol.v1.AgentTransferGrpc;
import dev.meridian.protocol.v1.ArtifactChunk;
import dev.meridian.protocol.v1.FetchArtifactRequest;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The second connection: artifacts and logs. It lives as long as a control session. */
public final class TransferLink implements ArtifactSource {
  private static final System.Logger LOG = System.getLogger(TransferLink.class.getName());
  private static final Metadata.Key<String> TICKET =
      Metadata.Key.of("meridian-ticket", Metadata.ASCII_STRING_MARSHALLER);
  private static final long FETCH_MINUTES = 10;

  private final Endpoint endpoint;
  private final IdentityFile identity;
  private final TaskLogs logs;
  private @Nullable ManagedChannel channel;
  private @Nullable Channel authenticated;
  private @Nullable Thread serving;

  public TransferLink(Endpoint endpoint, IdentityFile identity, TaskLogs logs) {
    this.endpoint = endpoint;
    this.identity = identity;
    this.logs = logs;
  }

  /** A session began, with this ticket. */
  synchronized void open(String ticket) throws IOException {
    close();
    IdentityRecord who = identity.read().orElseThrow();
    Metadata headers = new Metadata();
    headers.put(TICKET, ticket);
    try {
      ManagedChannel opened = endpoint.connect(Trust.ofAuthorities(IdentityFile.authorities(who)));
      Channel withTicket =
          ClientInterceptors.intercept(opened, MetadataUtils.newAttachHeadersInterceptor(headers));
      channel = opened;
      authenticated = withTicket;
      serving =
          Thread.ofVirtual().name("transfer").start(() -> serve(new LogServing(withTicket, logs)));
    } catch (GeneralSecurityException failed) {
      throw new IOException("the CAs that this agent trusts cannot be read", failed);
    }
  }

  /** The session ended, and the ticket with it. */
  synchronized void close() {
    if (serving != null) {
      serving.interrupt();
      serving = null;
    }
    if (channel != null) {
      channel.shutdownNow();
      channel = null;
    }
    authenticated = null;
  }

  private static void serve(LogServing serving) {
    ReconnectDelay delay = new ReconnectDelay();
    try {
      while (true) {
        String reason = serving.serveOnce();
        LOG.log(WARNING, "the transfer stream ended: {0}; opened again", reason);
        Thread.sleep(delay.next());
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void fetch(String digest, long offset, OutputStream target) throws IOException {
    Channel open;
    synchronized (this) {
      open = authenticated;
    }
    if (open == null) {
      throw new IOException(
          "artifact "
              + digest
              + " is not on this node and the control plane is away; waits for the connection");
    }
    try {
      Iterator<ArtifactChunk> chunks =
          AgentTransferGrpc.newBlockingStub(open)
              .withDeadlineAfter(FETCH_MINUTES, TimeUnit.MINUTES)
              .fetchArtifact(
                  FetchArtifactRequest.newBuilder().setDigest(digest).setOffset(offset).build());
      long expected = offset;
      while (chunks.hasNext()) {
        ArtifactChunk chunk = chunks.next();
        if (chunk.getOffset() != expected) {
          throw new IOException(
              "artifact " + digest + ": got offset " + chunk.getOffset() + ", not " + expected);
        }
        chunk.getContent().writeTo(target);
        expected += chunk.getContent().size();
      }
    } catch (StatusRuntimeException failed) {
      throw new IOException(
          "artifact " + digest + " cannot be fetched: " + Registration.reason(failed), failed);
    }
  }
}
