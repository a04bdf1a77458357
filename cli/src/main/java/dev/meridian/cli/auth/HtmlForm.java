package dev.meridian.cli.auth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of an HTML page, as far as the sign-in pages need it: where it goes and what it would
 * send.
 *
 * @param fields names and values as a browser would send them untouched
 * @param asksForPassword whether a person is to type a password into it
 */
record HtmlForm(URI action, Map<String, String> fields, boolean asksForPassword) {
  private static final Pattern FORM =
      Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern CONTROL =
      Pattern.compile("<(input|button)\\b([^>]*)>", Pattern.CASE_INSENSITIVE);
  private static final Pattern ATTRIBUTE =
      Pattern.compile("([a-zA-Z-]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+)))?");

  /** The forms of a page that are sent by POST. */
  static List<HtmlForm> on(URI page, String html) {
    return FORM.matcher(html).results().filter(HtmlForm::posts).map(f -> of(page, f)).toList();
  }

  private static boolean posts(MatchResult form) {
    return attributes(form.group(1)).getOrDefault("method", "get").equalsIgnoreCase("post");
  }

  private static HtmlForm of(URI page, MatchResult form) {
    Map<String, String> fields = new LinkedHashMap<>();
    boolean password = false;
    boolean submitted = false;
    Matcher controls = CONTROL.matcher(form.group(2));
    while (controls.find()) {
      Map<String, String> control = attributes(controls.group(2));
      boolean button = controls.group(1).equalsIgnoreCase("button");
      String type =
          control.getOrDefault("type", button ? "submit" : "text").toLowerCase(Locale.ROOT);
      String name = control.getOrDefault("name", "");
      password |= type.equals("password");
      boolean submit = type.equals("submit");
      if (name.isEmpty() || (submit && submitted) || type.equals("reset")) {
        continue;
      }
      submitted |= submit;
      fields.put(name, control.getOrDefault("value", type.equals("checkbox") ? "on" : ""));
    }
    String action = attributes(form.group(1)).getOrDefault("action", "");
    return new HtmlForm(action.isEmpty() ? page : page.resolve(action), fields, password);
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.find()) {
      String value = "";
      for (int group = 2; group <= 4; group++) {
        value = matcher.group(group) == null ? value : matcher.group(group);
      }
      attributes.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), unescaped(value));
    }
    return attributes;
  }

  private static String unescaped(String text) {
    return text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x3D;", "=")
        .replace("&#61;", "=")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
