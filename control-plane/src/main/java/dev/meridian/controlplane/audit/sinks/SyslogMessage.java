package dev.meridian.controlplane.audit.sinks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An event as a message of RFC 5424, and as a frame with its octet count (RFC 6587, 3.4.1). */
final class SyslogMessage {
  /** Facility 13, log audit. */
  private static final int FACILITY = 13 * 8;

  private static final int WARNING = 4;
  private static final int INFORMATIONAL = 6;

  /** 32473 is the enterprise number for documentation (RFC 5612): Meridian has none of its own. */
  private static final String DATA = "audit@32473";

  private static final List<String> PARAMETERS =
      List.of(
          "id",
          "tenant",
          "position",
          "hash",
          "action",
          "subject",
          "subjectId",
          "actor",
          "actorId",
          "origin",
          "originId",
          "behalf",
          "behalfId",
          "outcome",
          "result",
          "address",
          "traceId",
          "before",
          "after");

  /** Names of more than 32 characters are not allowed in a header's message id. */
  private static final int LONGEST_ID = 32;

  private static final int LONGEST_VALUE = 1_024;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final Map<Integer, String> ESCAPES =
      Map.of((int) '"', "\\\"", (int) '\\', "\\\\", (int) ']', "\\]");

  private SyslogMessage() {}

  /**
   * The message behind its length in octets and a space.
   *
   * @param hostName who sends; {@code -} when that is not known
   */
  static byte[] frame(SinkEvent event, String hostName) {
    byte[] message = message(event, hostName);
    ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 8);
    frame.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
    frame.writeBytes(message);
    return frame.toByteArray();
  }

  private static byte[] message(SinkEvent event, String hostName) {
    boolean refused = event.value("outcome").filter("REFUSED"::equals).isPresent();
    String action = event.value("action").orElse("-");
    String head =
        "<%d>1 %s %s meridian - %s "
            .formatted(
                FACILITY + (refused ? WARNING : INFORMATIONAL),
                TIME.format(event.event().at()),
                hostName,
                header(action));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes((head + data(event) + " ").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(BYTE_ORDER_MARK);
    message.writeBytes(
        "%s %s: %s"
            .formatted(
                action,
                plain(event.value("subject").orElse("-")),
                event.value("result").orElse("-"))
            .getBytes(StandardCharsets.UTF_8));
    return message.toByteArray();
  }

  private static String data(SinkEvent event) {
    StringBuilder data = new StringBuilder("[").append(DATA);
    for (String name : PARAMETERS) {
      event
          .value(name)
          .ifPresent(
              value ->
                  data.append(' ').append(name).append("=\"").append(escaped(value)).append('"'));
    }
    return data.append(']').toString();
  }

  /** RFC 5424, 6.3.3: of quote, backslash and closing bracket each is behind a backslash. */
  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    plain(value)
        .codePoints()
        .forEach(
            point -> {
              String escape = ESCAPES.get(point);
              if (escape == null) {
                escaped.appendCodePoint(point);
              } else {
                escaped.append(escape);
              }
            });
    return escaped.toString();
  }

  /** On one line and of bounded length: what is in a name must not look like another message. */
  private static String plain(String value) {
    StringBuilder plain = new StringBuilder();
    value
        .codePoints()
        .limit(LONGEST_VALUE)
        .map(point -> Character.isISOControl(point) ? 0xFFFD : point)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  /** Printable ASCII, at most as long as a message id. */
  private static String header(String value) {
    String printable = value.replaceAll("[^\\x21-\\x7e]", "_");
    return printable.substring(0, Math.min(LONGEST_ID, printable.length()));
  }
}
