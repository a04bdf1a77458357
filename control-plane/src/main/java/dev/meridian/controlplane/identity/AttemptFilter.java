package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.identity.FailedAttempts.Door;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses tries at passwords, secrets of clients, tokens and codes when too many have failed. */
final class AttemptFilter extends OncePerRequestFilter {
  private static final String ATTEMPT = AttemptFilter.class.getName();
  private static final String VERIFICATION = "/oauth2/device_verification";

  private final FailedAttempts attempts;
  private final InstantSource clock;
  private final AuthenticationConverter clientSecrets =
      new DelegatingAuthenticationConverter(
          List.of(
              new ClientSecretBasicAuthenticationConverter(),
              new ClientSecretPostAuthenticationConverter()));

  AttemptFilter(FailedAttempts attempts, InstantSource clock) {
    this.attempts = attempts;
    this.clock = clock;
  }

  /** What the request tried was wrong. */
  static void failed(HttpServletRequest request) {
    of(request).ifPresent(Attempt::failed);
  }

  /** What the request tried was right. */
  static void succeeded(HttpServletRequest request) {
    of(request).ifPresent(Attempt::succeeded);
  }

  private static Optional<Attempt> of(HttpServletRequest request) {
    return Optional.ofNullable((Attempt) request.getAttribute(ATTEMPT));
  }

  private static Optional<Door> door(HttpServletRequest request) {
    boolean post = request.getMethod().equals("POST");
    return switch (request.getServletPath()) {
      case "/login", SecondFactorPages.PATH -> post ? Optional.of(Door.SIGN_IN) : Optional.empty();
      case "/oauth2/token" -> post ? Optional.of(Door.TOKEN) : Optional.empty();
      case VERIFICATION ->
          request.getParameter("user_code") == null
              ? Optional.empty()
              : Optional.of(Door.DEVICE_CODE);
      default -> Optional.empty();
    };
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Door> door = door(request);
    if (door.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    try (Attempt attempt =
        attempts.begin(door.get(), account(door.get(), request), request.getRemoteAddr())) {
      Optional<Duration> wait = attempt.refusedFor();
      if (wait.isPresent()) {
        TooManyAttempts.answer(request, response, door.get(), wait.get());
        return;
      }
      request.setAttribute(ATTEMPT, attempt);
      chain.doFilter(request, response);
      if (door.get() == Door.TOKEN) {
        settle(attempt, response.getStatus());
      }
    }
  }

  /** The framework itself answers a client whose secret is wrong. */
  private static void settle(Attempt attempt, int status) {
    if (status == HttpServletResponse.SC_UNAUTHORIZED) {
      attempt.failed();
    } else if (status == HttpServletResponse.SC_OK) {
      attempt.succeeded();
    }
  }

  private @Nullable String account(Door door, HttpServletRequest request) {
    return switch (door) {
      case SIGN_IN ->
          request.getServletPath().equals(SecondFactorPages.PATH)
              ? HalfSignIn.of(request, clock.instant()).map(HalfSignIn::username).orElse(null)
              : Optional.ofNullable(request.getParameter("username")).orElse("");
      case TOKEN -> client(request);
      case DEVICE_CODE -> signedIn();
    };
  }

  /** The client whose secret is tried; one without a secret is everybody's. */
  private @Nullable String client(HttpServletRequest request) {
    try {
      Authentication client = clientSecrets.convert(request);
      return client == null ? null : client.getName();
    } catch (OAuth2AuthenticationException unreadable) {
      // The token endpoint answers it; here it counts for its address.
      return null;
    }
  }

  private static @Nullable String signedIn() {
    Authentication person = SecurityContextHolder.getContext().getAuthentication();
    return person == null || person instanceof AnonymousAuthenticationToken
        ? null
        : person.getName();
  }
}
