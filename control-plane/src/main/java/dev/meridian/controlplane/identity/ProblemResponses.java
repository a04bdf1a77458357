package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.MDC;
import org.springframework.http.MediaType;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import tools.jackson.databind.json.JsonMapper;

/** Problems that are answered before a request reaches a controller. */
final class ProblemResponses {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProblemResponses() {}

  static void unauthenticated(
      HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    response.setHeader("WWW-Authenticate", "Bearer");
    write(
        request,
        response,
        ProblemType.UNAUTHENTICATED,
        "You are not signed in, or the sign-in has run out or was taken back. Sign in and try again.");
  }

  static void denied(HttpServletRequest request, HttpServletResponse response, Exception reason)
      throws IOException {
    if (SecurityContextHolder.getContext().getAuthentication() == null) {
      // The token is looked at before the sign-in is; nobody is told of it who is not signed in.
      unauthenticated(request, response, reason);
      return;
    }
    if (reason instanceof DeniedByFilter denied) {
      write(request, response, denied.type(), String.valueOf(denied.getMessage()));
      return;
    }
    write(
        request,
        response,
        ProblemType.FORBIDDEN,
        reason instanceof CsrfException
            ? "The header X-CSRF-TOKEN is missing or old. Get csrfToken from /api/v1/me and send it again."
            : "You may not do this. Ask an administrator for a role that has the right.");
  }

  static void rejected(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException reason)
      throws IOException {
    write(
        request,
        response,
        ProblemType.MALFORMED,
        "The address, the method or a header holds something that is never right there, such as ';' or '%25' in a path. Send names as they are.");
  }

  /** The wait is in the answer's header already. */
  static void tooMany(HttpServletRequest request, HttpServletResponse response, String detail)
      throws IOException {
    write(request, response, ProblemType.TOO_MANY_REQUESTS, detail);
  }

  private static void write(
      HttpServletRequest request, HttpServletResponse response, ProblemType type, String detail)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", type.uri().toString());
    body.put("title", type.title());
    body.put("status", type.status());
    body.put("detail", detail);
    body.put("instance", request.getRequestURI());
    String trace = MDC.get("traceId");
    if (trace != null) {
      body.put("traceId", trace);
    }
    response.setStatus(type.status());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8));
  }
}
