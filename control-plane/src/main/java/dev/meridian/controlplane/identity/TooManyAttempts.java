package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.FailedAttempts.Door;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says that too many tries have failed and how long to wait: a page to people, an OAuth error at
 * the token endpoint (RFC 6749, 5.2; RFC 8628, 3.5 for devices), a problem document to programs.
 */
final class TooManyAttempts {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final RequestMatcher PEOPLE = people();

  private TooManyAttempts() {}

  static void answer(
      HttpServletRequest request, HttpServletResponse response, Door door, Duration wait)
      throws IOException {
    String detail = detail(wait);
    response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait.toSeconds()));
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (door == Door.TOKEN) {
      boolean device =
          "urn:ietf:params:oauth:grant-type:device_code".equals(request.getParameter("grant_type"));
      write(
          response,
          MediaType.APPLICATION_JSON_VALUE,
          JSON.writeValueAsString(
              Map.of(
                  "error",
                  device ? "slow_down" : "temporarily_unavailable",
                  "error_description",
                  detail)));
    } else if (PEOPLE.matches(request)) {
      write(response, "text/html;charset=UTF-8", page(door, detail));
    } else {
      ProblemResponses.tooMany(request, response, detail);
    }
  }

  /** The sentence that people read. */
  static String detail(Duration wait) {
    return "Too many tries have failed. Wait %s and try again.".formatted(words(wait));
  }

  private static String words(Duration wait) {
    long seconds = Math.max(1, wait.toSeconds());
    long minutes = (seconds + 59) / 60;
    return seconds == 1 ? "a second" : seconds <= 90 ? seconds + " seconds" : minutes + " minutes";
  }

  private static String page(Door door, String detail) {
    return Html.page(
        "Wait a little",
        """
        <h1>Wait a little</h1>
        %s
        <p><a class="button" href="%s">Try again</a></p>
        """
            .formatted(Html.alert(detail), door == Door.SIGN_IN ? "/login" : "/activate"));
  }

  private static void write(HttpServletResponse response, String type, String body)
      throws IOException {
    response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
    response.setContentType(type);
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }

  private static RequestMatcher people() {
    MediaTypeRequestMatcher html =
        new MediaTypeRequestMatcher(new HeaderContentNegotiationStrategy(), MediaType.TEXT_HTML);
    html.setIgnoredMediaTypes(Set.of(MediaType.ALL));
    return html;
  }
}
