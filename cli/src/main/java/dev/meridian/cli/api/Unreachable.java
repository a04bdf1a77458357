package dev.meridian.cli.api;

import java.net.URI;

/** No answer came: nothing listens, the name is unknown, or the connection broke. */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreachable(URI url, Throwable cause) {
    super(
        "The control plane at "
            + url
            + " does not answer ("
            + reason(cause)
            + "). Check the address (--url or MERIDIAN_URL) and that it runs.",
        cause);
  }

  private static String reason(Throwable cause) {
    for (Throwable each = cause; each != null; each = each.getCause()) {
      if (each instanceof java.nio.channels.UnresolvedAddressException
          || each instanceof java.net.UnknownHostException) {
        return "the host name is unknown";
      }
      if (each instanceof java.net.http.HttpTimeoutException) {
        return "timed out";
      }
      if (each.getMessage() != null && each.getCause() == null) {
        return each.getMessage();
      }
    }
    return cause instanceof java.net.ConnectException
        ? "connection refused"
        : cause.getClass().getSimpleName();
  }
}
