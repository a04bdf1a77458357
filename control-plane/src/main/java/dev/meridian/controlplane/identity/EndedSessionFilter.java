package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Credential;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.filter.OncePerRequestFilter;

/** Throws a session away whose sign-in has ended, before anything reads who it belongs to. */
final class EndedSessionFilter extends OncePerRequestFilter {
  private final SignInStates states;

  EndedSessionFilter(SignInStates states) {
    this.states = states;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<UUID> signIn = SignIns.of(request);
    if (signIn.isPresent() && states.present(Credential.ofSignIn(signIn.get())).isEmpty()) {
      request.getSession().invalidate();
    }
    chain.doFilter(request, response);
  }
}
