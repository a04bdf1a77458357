package dev.meridian.controlplane.audit.sinks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends syslog over TCP (RFC 6587) or TLS (RFC 5425). Neither has an acknowledgement. So each
 * parcel has a connection of its own, that is ended in order, and counts as delivered when the
 * receiver ends it too: by then it has read all of it. A receiver that breaks the connection off,
 * or does not end it, may have lost something, and gets everything again.
 */
final class SyslogSender implements Sender {
  private static final int MOST_READ = 4_096;

  private final Connections connections;
  private final String hostName;

  SyslogSender(Connections connections, String hostName) {
    this.connections = connections;
    this.hostName = hostName;
  }

  @Override
  public Outcome send(Destination to, Parcel parcel, Attempt attempt) throws IOException {
    Socket socket = connections.open(to.endpoint(), attempt);
    OutputStream out = new java.io.BufferedOutputStream(socket.getOutputStream());
    for (SinkEvent event : parcel.events()) {
      out.write(SyslogMessage.frame(event, hostName));
    }
    out.flush();
    socket.shutdownOutput();
    String open = awaitEnd(socket.getInputStream());
    return open == null ? Outcome.delivered(null) : Outcome.failed(null, open);
  }

  /** Null when the receiver ended the connection, else what it did. */
  private static @Nullable String awaitEnd(InputStream in) throws IOException {
    try {
      for (int read = 0; read < MOST_READ; read++) {
        if (in.read() < 0) {
          return null;
        }
      }
      return "The receiver answers as no syslog receiver does; check the target.";
    } catch (SocketTimeoutException late) {
      return "The receiver took the messages but did not end the connection, so that it is not known whether it has read them.";
    }
  }
}
