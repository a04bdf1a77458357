package dev.meridian.controlplane.federation.trust;

import java.net.InetAddress;
import java.util.regex.Pattern;

/** What a node or host may be called; never asks a name server. */
public final class Addresses {
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");

  private Addresses() {}

  /** True for an IPv4 address in dotted form or an IPv6 address without zone. */
  public static boolean isLiteral(String text) {
    if (text.length() > 45
        || !(text.indexOf(':') >= 0 || DIGITS_AND_DOTS.matcher(text).matches())
        || text.indexOf('%') >= 0) {
      return false;
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(text);
      // ofLiteral takes "127.1" too, which no peer would read the same way.
      return text.indexOf(':') >= 0 || parsed.getHostAddress().equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** True for an address literal or a well-formed host name. */
  public static boolean isHost(String text) {
    return isLiteral(text)
        || (HOST.matcher(text).matches() && !DIGITS_AND_DOTS.matcher(text).matches());
  }
}
