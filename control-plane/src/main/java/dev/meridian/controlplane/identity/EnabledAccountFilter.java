package dev.meridian.controlplane.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** A valid session or token of an account that is gone or disabled is no sign-in. */
final class EnabledAccountFilter extends OncePerRequestFilter {
  private final SignedInAccounts accounts;
  private final AuditedProblems problems;

  EnabledAccountFilter(SignedInAccounts accounts, AuditedProblems problems) {
    this.accounts = accounts;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication != null
        && !(authentication instanceof AnonymousAuthenticationToken)
        && accounts.caller().isEmpty()) {
      problems.unauthenticated(
          request, response, new DisabledException("account is gone or disabled"));
      return;
    }
    chain.doFilter(request, response);
  }
}
