package dev.meridian.controlplane.audit.sinks;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A syslog receiver over TCP or TLS that reads frames by their octet counts. */
final class SyslogReceiver implements AutoCloseable {
  private static final Pattern SUBJECT = Pattern.compile(" subject=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final ServerSocket server;
  private final List<String> messages = new CopyOnWriteArrayList<>();
  private final AtomicInteger breaks = new AtomicInteger();

  SyslogReceiver(@Nullable TestAuthority authority) throws IOException {
    this(authority, 0);
  }

  SyslogReceiver(@Nullable TestAuthority authority, int port) throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    server =
        authority == null
            ? new ServerSocket(port, 10, here)
            : authority.context().getServerSocketFactory().createServerSocket(port, 10, here);
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> messages() {
    return messages;
  }

  /** The subjects in the order of their arrival. */
  List<String> subjects() {
    return messages.stream()
        .map(
            message -> {
              Matcher found = SUBJECT.matcher(message);
              return found.find() ? found.group(1) : "-";
            })
        .toList();
  }

  /** Breaks off the next connections after their first message. */
  void breakOff(int connections) {
    breaks.set(connections);
  }

  private void accept() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        serve(socket);
      } catch (IOException over) {
        // The sender went away, or the test is over.
        continue;
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    for (int c = in.read(); c >= 0; c = in.read()) {
      int length = 0;
      for (; c != ' '; c = in.read()) {
        if (c < '0' || c > '9') {
          messages.add("not a frame: " + (char) c);
          return;
        }
        length = length * 10 + c - '0';
      }
      byte[] message = new byte[length];
      in.readFully(message);
      messages.add(new String(message, StandardCharsets.UTF_8));
      if (breaks.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        socket.setSoLinger(true, 0);
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
