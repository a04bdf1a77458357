package dev.meridian.controlplane.federation.transfer;

import dev.meridian.protocol.v1.AgentTransferGrpc;
import dev.meridian.protocol.v1.ArtifactChunk;
import dev.meridian.protocol.v1.FetchArtifactRequest;
import dev.meridian.protocol.v1.TransferReply;
import dev.meridian.protocol.v1.TransferRequest;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The data connection as gRPC sees it; every call shows a ticket. */
@Component
public class TransferService implements BindableService {
  private static final Metadata.Key<String> TICKET =
      Metadata.Key.of("meridian-ticket", Metadata.ASCII_STRING_MARSHALLER);
  private static final Context.Key<Tickets.Holder> HOLDER = Context.key("meridian-ticket-holder");

  private final Tickets tickets;
  private final ArtifactFetches fetches;
  private final LogChannels channels;

  TransferService(Tickets tickets, ArtifactFetches fetches, LogChannels channels) {
    this.tickets = tickets;
    this.fetches = fetches;
    this.channels = channels;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerInterceptors.intercept(new Calls(), new TicketCheck());
  }

  private final class TicketCheck implements ServerInterceptor {
    @Override
    public <I, O> ServerCall.Listener<I> interceptCall(
        ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
      Optional<Tickets.Holder> holder = tickets.holder(headers.get(TICKET));
      if (holder.isEmpty()) {
        call.close(
            Status.UNAUTHENTICATED.withDescription(
                "The ticket is not one of a session that is open; take the one of the last Welcome."),
            new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return Contexts.interceptCall(
          Context.current().withValue(HOLDER, holder.get()), call, headers, next);
    }
  }

  private final class Calls extends AgentTransferGrpc.AgentTransferImplBase {
    @Override
    public void fetchArtifact(FetchArtifactRequest request, StreamObserver<ArtifactChunk> answer) {
      fetches.start(HOLDER.get(), request, (ServerCallStreamObserver<ArtifactChunk>) answer);
    }

    @Override
    public StreamObserver<TransferReply> serve(StreamObserver<TransferRequest> requests) {
      return channels.open(HOLDER.get(), (ServerCallStreamObserver<TransferRequest>) requests);
    }
  }
}
