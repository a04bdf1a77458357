package dev.meridian.agent.link;

import com.google.protobuf.ByteString;
import dev.meridian.agent.logs.LogReading;
import dev.meridian.agent.logs.TaskLogs;
import dev.meridian.protocol.v1.AgentTransferGrpc;
import dev.meridian.protocol.v1.ReadLog;
import dev.meridian.protocol.v1.TransferEnd;
import dev.meridian.protocol.v1.TransferReply;
import dev.meridian.protocol.v1.TransferRequest;
import io.grpc.Channel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers the control plane's requests for logs, each on a virtual thread. */
final class LogServing {
  private static final int MAX_READERS = 64;
  private static final long SLOW_READER_SECONDS = 30;

  private final Channel channel;
  private final TaskLogs logs;

  LogServing(Channel channel, TaskLogs logs) {
    this.channel = channel;
    this.logs = logs;
  }

  /** Serves until the stream ends, and says why it did. */
  String serveOnce() throws InterruptedException {
    Conversation conversation = new Conversation();
    var replies = AgentTransferGrpc.newStub(channel).serve(conversation);
    try {
      return conversation.ended.get();
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } catch (InterruptedException closed) {
      replies.onError(closed);
      throw closed;
    } finally {
      conversation.readers.values().forEach(Thread::interrupt);
    }
  }

  private final class Conversation
      implements ClientResponseObserver<TransferReply, TransferRequest> {
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final Map<Long, Thread> readers = new ConcurrentHashMap<>();
    private final Object ready = new Object();
    private @Nullable ClientCallStreamObserver<TransferReply> replies;

    @Override
    public void beforeStart(ClientCallStreamObserver<TransferReply> stream) {
      replies = stream;
      stream.setOnReadyHandler(
          () -> {
            synchronized (ready) {
              ready.notifyAll();
            }
          });
    }

    @Override
    public void onNext(TransferRequest request) {
      long id = request.getId();
      switch (request.getRequestCase()) {
        case READ_LOG -> read(id, request.getReadLog());
        case CANCEL -> {
          Thread reader = readers.remove(id);
          if (reader != null) {
            reader.interrupt();
          }
        }
        case REQUEST_NOT_SET -> end(id, "this agent does not know the request; upgrade it");
      }
    }

    private void read(long id, ReadLog request) {
      if (readers.size() >= MAX_READERS) {
        end(id, "this node's logs have " + MAX_READERS + " readers already; try again later");
        return;
      }
      Thread reader = Thread.ofVirtual().name("log-" + id).unstarted(() -> answer(id, request));
      readers.put(id, reader);
      reader.start();
    }

    private void answer(long id, ReadLog request) {
      String error = "";
      try {
        Optional<LogReading> log =
            logs.reading(request.getPodId(), request.getTask(), request.getStream());
        if (log.isEmpty()) {
          error =
              "task " + request.getTask() + " has not run on this node: there is no log of it yet";
        } else {
          log.get()
              .read(
                  request.getTailLines(),
                  request.getFollow(),
                  (bytes, length) ->
                      send(
                          TransferReply.newBuilder()
                              .setId(id)
                              .setContent(ByteString.copyFrom(bytes, 0, length))
                              .build()));
        }
      } catch (InterruptedException cancelled) {
        Thread.currentThread().interrupt();
      } catch (IOException | IllegalArgumentException failed) {
        error = String.valueOf(failed.getMessage());
      }
      readers.remove(id);
      end(id, error);
    }

    private void end(long id, String error) {
      write(
          TransferReply.newBuilder()
              .setId(id)
              .setEnd(TransferEnd.newBuilder().setError(error))
              .build());
    }

    /** Waits for a reader that is slower than the disk. */
    private void send(TransferReply reply) throws InterruptedException, IOException {
      ClientCallStreamObserver<TransferReply> stream = replies;
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SLOW_READER_SECONDS);
      synchronized (ready) {
        while (stream != null && !stream.isReady() && !ended.isDone()) {
          if (System.nanoTime() > deadline) {
            throw new IOException("the reader takes nothing any more");
          }
          ready.wait(500);
        }
      }
      write(reply);
    }

    private synchronized void write(TransferReply reply) {
      ClientCallStreamObserver<TransferReply> stream = replies;
      if (stream != null && !ended.isDone()) {
        try {
          stream.onNext(reply);
        } catch (IllegalStateException closed) {
          ended.complete("the stream was closed");
        }
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended.complete(
          failure instanceof io.grpc.StatusRuntimeException status
              ? Registration.reason(status)
              : failure.toString());
    }

    @Override
    public void onCompleted() {
      ended.complete("the control plane closed the stream");
    }
  }
}
