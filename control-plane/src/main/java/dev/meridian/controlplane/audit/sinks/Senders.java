package dev.meridian.controlplane.audit.sinks;

import java.net.URI;

/** The sender of each kind of sink. */
record Senders(Sender syslog, Sender webhook) {
  /**
   * @param url where people reach the control plane; its host is the host name in syslog
   */
  static Senders of(AddressGuard guard, String url) {
    Connections connections = new Connections(guard);
    String host = url.isBlank() ? null : URI.create(url).getHost();
    return new Senders(
        new SyslogSender(connections, host == null ? "-" : host),
        new WebhookSender(connections, java.time.InstantSource.system()));
  }

  Sender of(SinkKind kind) {
    return switch (kind) {
      case SYSLOG -> syslog;
      case WEBHOOK -> webhook;
    };
  }
}
