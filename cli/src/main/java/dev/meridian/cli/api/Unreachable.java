package dev.meridian.cli.api;

import java.net.URI;

/**
 * No answer came: nothing listens, the name is unknown, the connection broke, or nobody vouches for
 * whoever is there.
 */
public final class Unreachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreachable(URI url, Throwable cause) {
    super(TlsTrouble.of(url, cause).orElseGet(() -> silence(url, cause)), cause);
  }

  private static String silence(URI url, Throwable cause) {
    return "The control plane at "
        + url
        + " does not answer ("
        + reason(cause)
        + "). Check the address (--url or MERIDIAN_URL) and that it runs.";
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
