package dev.meridian.controlplane.identity;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ErrorAuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Counts codes and tokens that are not good; a device that polls has guessed nothing. */
final class RefusedGrants implements AuthenticationFailureHandler {
  private static final Set<String> WRONG =
      Set.of(OAuth2ErrorCodes.INVALID_GRANT, OAuth2ErrorCodes.INVALID_CLIENT);

  private final AuthenticationFailureHandler answer = new OAuth2ErrorAuthenticationFailureHandler();

  @Override
  public void onAuthenticationFailure(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException, ServletException {
    if (reason instanceof OAuth2AuthenticationException wrong
        && WRONG.contains(wrong.getError().getErrorCode())) {
      AttemptFilter.failed(request);
    }
    answer.onAuthenticationFailure(request, response, reason);
  }
}
