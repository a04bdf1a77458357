package dev.meridian.controlplane.federation.link;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.meridian.protocol.v1.AnnounceCa;
import dev.meridian.protocol.v1.ConfirmEpoch;
import dev.meridian.protocol.v1.ControlMessage;
import dev.meridian.protocol.v1.Hold;
import dev.meridian.protocol.v1.Welcome;
import java.util.ArrayList;
import java.util.List;

/** What a new session begins with, before any order. */
final class Welcomes {
  private Welcomes() {}

  static List<ControlMessage> of(SessionStore.Session session, String ticket, LinkParts parts) {
    String epoch = session.epoch().toString();
    java.time.Duration heartbeat = parts.heartbeat();
    List<ControlMessage> messages = new ArrayList<>();
    messages.add(
        ControlMessage.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setSession(session.number())
                    .setHistoryEpoch(epoch)
                    .setTicket(ticket)
                    .setHeartbeatInterval(
                        Duration.newBuilder()
                            .setSeconds(heartbeat.toSeconds())
                            .setNanos(heartbeat.toNanosPart())))
            .build());
    List<byte[]> authorities = parts.identity().authorities().get().certificates();
    if (authorities.size() > 1) {
      messages.add(
          ControlMessage.newBuilder()
              .setAnnounceCa(
                  AnnounceCa.newBuilder()
                      .addAllCaCertificates(
                          authorities.stream().map(ByteString::copyFrom).toList()))
              .build());
    }
    switch (session.history()) {
      case HistoryCheck.Same same -> {}
      case HistoryCheck.Confirm confirm ->
          messages.add(
              ControlMessage.newBuilder()
                  .setConfirmEpoch(ConfirmEpoch.newBuilder().setHistoryEpoch(epoch))
                  .build());
      case HistoryCheck.Hold hold ->
          messages.add(
              ControlMessage.newBuilder()
                  .setHold(Hold.newBuilder().setReason(hold.reason()).setHistoryEpoch(epoch))
                  .build());
    }
    return messages;
  }
}
