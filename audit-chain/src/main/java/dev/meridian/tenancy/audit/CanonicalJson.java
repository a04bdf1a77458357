package dev.meridian.tenancy.audit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The one text of a JSON value (RFC 8785): members in the order of their names' UTF-16 units, no
 * spaces, the shortest escapes, numbers as ECMAScript prints doubles.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The canonical text.
   *
   * @throws IllegalArgumentException for what RFC 8785 has no form for: a number outside of the
   *     doubles, a lone surrogate
   */
  public static String text(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** The canonical text in UTF-8. */
  public static byte[] bytes(JsonNode value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value, out);
      case ARRAY -> array(value, out);
      case STRING -> string(value.stringValue(), out);
      case NUMBER -> out.append(number(value.decimalValue()));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("A " + value.getNodeType() + " node is no JSON.");
    }
  }

  private static void object(JsonNode value, StringBuilder out) {
    Map<String, JsonNode> members = new TreeMap<>();
    value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    out.append('{');
    String separator = "";
    for (Map.Entry<String, JsonNode> member : members.entrySet()) {
      out.append(separator);
      string(member.getKey(), out);
      out.append(':');
      write(member.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void array(JsonNode value, StringBuilder out) {
    out.append('[');
    for (Iterator<JsonNode> items = value.iterator(); items.hasNext(); ) {
      write(items.next(), out);
      if (items.hasNext()) {
        out.append(',');
      }
    }
    out.append(']');
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      switch (unit) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (unit < ' ') {
            out.append("\\u%04x".formatted((int) unit));
          } else {
            requirePair(text, i);
            out.append(unit);
          }
        }
      }
    }
    out.append('"');
  }

  private static void requirePair(String text, int at) {
    char unit = text.charAt(at);
    boolean alone =
        Character.isHighSurrogate(unit)
            ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
            : Character.isLowSurrogate(unit)
                && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    if (alone) {
      throw new IllegalArgumentException("A text has half of a character at unit " + at + ".");
    }
  }

  /** ECMAScript's Number::toString, from the shortest digits that give the same double. */
  private static String number(BigDecimal exact) {
    double value = exact.doubleValue();
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("The number " + exact + " is too large for a double.");
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int count = digits.length();
    int point = count - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (point > 21 || point < -5) {
      String fraction = count == 1 ? "" : "." + digits.substring(1);
      int exponent = point - 1;
      return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "" : "+") + exponent;
    }
    if (point >= count) {
      return sign + digits + "0".repeat(point - count);
    }
    return point > 0
        ? sign + digits.substring(0, point) + "." + digits.substring(point)
        : sign + "0." + "0".repeat(-point) + digits;
  }

  /** Java prints two digits where one would do, and then not always those that the one begins. */
  private static BigDecimal shortest(double value) {
    BigDecimal printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    BigDecimal shorter = printed.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return shorter.doubleValue() == value ? shorter.stripTrailingZeros() : printed;
  }
}
