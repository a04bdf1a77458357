package dev.meridian.controlplane.matrix;

import dev.meridian.controlplane.catalog.TestPackages;
import dev.meridian.tenancy.Ids;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A block's request with its placeholders filled. */
record Request(String method, String path, Map<String, String> headers, byte[] body) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+(\\.[a-z]+)?)}");
  private static final String PACKAGE = "{package}";

  /** Kinds of things that a tenant owns. */
  private static final Set<String> OWNED =
      Set.of(
          "tenant",
          "instance",
          "pod",
          "secret",
          "volume",
          "member",
          "role",
          "robot",
          "group",
          "invitation",
          "groupmember",
          "sink",
          "delivery");

  /** The kinds of tenants' things that a block names. */
  static Set<String> owned(Block block) {
    Set<String> kinds = new TreeSet<>();
    Matcher found = PLACEHOLDER.matcher(block.text());
    while (found.find()) {
      String kind = kind(found.group(1));
      if (OWNED.contains(kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** A request for the things of one tenant. */
  static Request of(Block block, Things things, Place place) {
    return filled(
        block,
        name ->
            name.startsWith("new.") ? things.make(kind(name), place) : known(name, things, place));
  }

  /**
   * A request in which things of these kinds are another tenant's, or nobody's.
   *
   * @param replaced gets what they were replaced by
   */
  static Request foreign(
      Block block,
      Things things,
      Set<String> kinds,
      UnaryOperator<String> other,
      Collection<String> replaced) {
    return filled(
        block,
        name -> {
          String kind = kind(name);
          if (!kinds.contains(kind)) {
            return known(kind, things, Place.STREAMS);
          }
          String value = other.apply(kind);
          replaced.add(value);
          return value;
        });
  }

  /** Something of a kind that does not exist. */
  static String random(String kind) {
    return switch (kind) {
      case "tenant", "secret", "volume", "delivery", "invitation" -> Ids.next().toString();
      case "pod" -> "absent-0";
      default -> "x-" + PlatformThings.fresh();
    };
  }

  private static String known(String name, Things things, Place place) {
    return switch (name) {
      case "fresh" -> "f-" + PlatformThings.fresh();
      case "uuid" -> Ids.next().toString();
      case "digest" -> PlatformThings.digest();
      case "position" -> position();
      case "above" -> things.above(place);
      case "strange" -> things.of(Place.GLOBEX, "tenant");
      case "region" -> things.platform().region();
      case "node" -> things.platform().node();
      case "artifact" -> things.platform().artifact();
      case "package" -> PACKAGE;
      default -> things.of(place, name);
    };
  }

  /** The Last-Event-ID of one who has seen nothing. */
  static String position() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("0\u001f" + new UUID(0, 0)).getBytes(StandardCharsets.UTF_8));
  }

  private static Request filled(Block block, UnaryOperator<String> values) {
    Map<String, String> once = new HashMap<>();
    UnaryOperator<String> fill = text -> fill(text, values, once);
    Map<String, String> headers = new HashMap<>();
    block.headers().forEach((name, value) -> headers.put(name, fill.apply(value)));
    String body = fill.apply(block.body());
    byte[] bytes =
        body.equals(PACKAGE)
            ? TestPackages.named("p-" + PlatformThings.fresh(), "1.0.0").zip()
            : body.getBytes(StandardCharsets.UTF_8);
    return new Request(block.method(), fill.apply(block.path()), headers, bytes);
  }

  private static String fill(String text, UnaryOperator<String> values, Map<String, String> once) {
    Matcher found = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (found.find()) {
      String name = found.group(1);
      String value = once.get(name);
      if (value == null) {
        value = values.apply(name);
        once.put(name, value);
      }
      found.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return found.appendTail(filled).toString();
  }

  private static String kind(String name) {
    return name.startsWith("new.") ? name.substring("new.".length()) : name;
  }

  /** The same, with an id that what it does is recorded with. */
  Request traced(String trace) {
    Map<String, String> more = new HashMap<>(headers);
    more.put("traceparent", "00-" + trace + "-00000000000000a1-01");
    return new Request(method, path, more, body);
  }

  /** Whether it asks for a change, and not only what one would do. */
  boolean changes() {
    return !method.equals("GET") && !path.contains("dryRun=true");
  }

  Http.Answer send(Http http, @org.jspecify.annotations.Nullable String token) {
    return http.send(token, method, path, headers, body);
  }

  /** Strings in the request, which an answer may quote. */
  List<String> parts() {
    List<String> parts = new ArrayList<>(headers.values());
    parts.add(path);
    parts.add(new String(body, StandardCharsets.UTF_8));
    return parts;
  }
}
