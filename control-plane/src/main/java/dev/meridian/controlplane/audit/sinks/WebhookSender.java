package dev.meridian.controlplane.audit.sinks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Posts parcels as signed JSON. Speaks as much HTTP/1.1 as that needs, on a connection to an
 * address that was checked: clients that resolve names by themselves can be led elsewhere. Follows
 * no redirect, and reads of the answer its status alone.
 */
final class WebhookSender implements Sender {
  private static final int LONGEST_HEAD = 16_384;
  private static final int SUCCESS = 200;
  private static final int REDIRECT = 300;
  private static final int CLIENT_ERROR = 400;

  private final Connections connections;
  private final InstantSource clock;

  WebhookSender(Connections connections, InstantSource clock) {
    this.connections = connections;
    this.clock = clock;
  }

  @Override
  public Outcome send(Destination to, Parcel parcel, Attempt attempt) throws IOException {
    byte[] body = WebhookBody.of(to.sink(), parcel);
    Socket socket = connections.open(to.endpoint(), attempt);
    OutputStream out = socket.getOutputStream();
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head(to, parcel, body).getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(body);
    request.writeTo(out);
    out.flush();
    int status = status(socket.getInputStream());
    if (status >= SUCCESS && status < REDIRECT) {
      return Outcome.delivered(status);
    }
    return Outcome.failed(
        status,
        status >= REDIRECT && status < CLIENT_ERROR
            ? "The receiver answered %d; redirects are not followed. Add the sink with the address that it leads to."
                .formatted(status)
            : "The receiver answered %d instead of 2xx.".formatted(status));
  }

  private String head(Destination to, Parcel parcel, byte[] body) {
    URI target = to.target();
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
    String port = target.getPort() < 0 ? "" : ":" + target.getPort();
    long timestamp = clock.instant().getEpochSecond();
    return String.join(
        "\r\n",
        "POST " + path + query + " HTTP/1.1",
        "Host: " + target.getHost() + port,
        "User-Agent: Meridian",
        "Content-Type: application/json",
        "Content-Length: " + body.length,
        "Connection: close",
        Signature.DELIVERY + ": " + parcel.delivery(),
        Signature.TIMESTAMP + ": " + timestamp,
        Signature.SIGNATURE
            + ": "
            + Signature.of(Objects.requireNonNull(to.secret()), timestamp, body),
        "",
        "");
  }

  /** Of the final answer: those from 100 to 199 come before it. */
  private static int status(InputStream in) throws IOException {
    int left = LONGEST_HEAD;
    while (true) {
      String line = line(in, left);
      left -= line.length();
      if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
        throw new IOException("it does not answer in HTTP/1.1");
      }
      int status = Integer.parseInt(line.substring(9, 12));
      if (status >= SUCCESS) {
        return status;
      }
      while (!line.isEmpty()) {
        line = line(in, left);
        left -= line.length();
      }
    }
  }

  private static String line(InputStream in, int most) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("it ended without an answer");
      }
      if (line.length() >= most) {
        throw new IOException("its answer begins with more than " + LONGEST_HEAD + " characters");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }
}
