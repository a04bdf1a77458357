package dev.meridian.controlplane.audit.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private final Connections connections =
      new Connections(
          new AddressGuard(
              new SinkSettings(true, true),
              host -> new InetAddress[] {InetAddress.getLoopbackAddress()}));

  @Test
  void endsAtOnceAWriteToATlsReceiverThatReadsNothing() throws Exception {
    TestAuthority authority = new TestAuthority("sink.test");
    try (SSLServerSocket server =
            (SSLServerSocket)
                authority
                    .context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Attempt attempt = new Attempt(Duration.ofMinutes(1))) {
      CompletableFuture<SSLSocket> taken =
          CompletableFuture.supplyAsync(
              () -> shakesHandsAndReadsNothing(server), Thread::startVirtualThread);
      Endpoint endpoint = new Endpoint("sink.test", server.getLocalPort(), true, authority.pem());
      Socket socket = connections.open(endpoint, attempt);
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(() -> writeForEver(socket), Thread::startVirtualThread);
      SSLSocket receiver = taken.get(20, TimeUnit.SECONDS);

      CompletableFuture<Void> end =
          CompletableFuture.runAsync(() -> attempt.end("It is over."), Thread::startVirtualThread);
      end.get(20, TimeUnit.SECONDS);
      assertThatThrownBy(() -> write.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      assertThat(attempt.ended()).contains("It is over.");
      receiver.close();
    }
  }

  private static SSLSocket shakesHandsAndReadsNothing(SSLServerSocket server) {
    try {
      SSLSocket socket = (SSLSocket) server.accept();
      socket.startHandshake();
      return socket;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** More than the buffers of both ends hold. */
  private static void writeForEver(Socket socket) {
    byte[] much = new byte[1 << 20];
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(much);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
