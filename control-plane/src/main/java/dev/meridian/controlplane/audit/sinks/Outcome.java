package dev.meridian.controlplane.audit.sinks;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param status of the HTTP answer; null when there was none
 * @param reason why it failed, for people; empty when it did not
 */
record Outcome(boolean delivered, @Nullable Integer status, String reason) {
  static Outcome delivered(@Nullable Integer status) {
    return new Outcome(true, status, "");
  }

  static Outcome failed(@Nullable Integer status, String reason) {
    return new Outcome(false, status, reason);
  }

  /** What a broken connection says to people, without what it says about this network. */
  static Outcome failed(Endpoint endpoint, IOException broken) {
    return failed(
        null,
        switch (broken) {
          case TargetRefusedException refused -> refused.reason();
          case UnknownHostException unknown ->
              "The name %s is not known; check the target.".formatted(endpoint.host());
          case ConnectException refused ->
              "Nothing accepts connections at %s; start the receiver, or check the target."
                  .formatted(endpoint);
          case NoRouteToHostException away ->
              "%s cannot be reached from the control plane.".formatted(endpoint);
          case SocketTimeoutException late -> "%s did not answer in time.".formatted(endpoint);
          case SSLException tls -> "TLS with %s failed: %s".formatted(endpoint, tls.getMessage());
          default -> "The connection to %s broke: %s".formatted(endpoint, broken.getMessage());
        });
  }
}
