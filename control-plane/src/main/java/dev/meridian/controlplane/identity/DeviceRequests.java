package dev.meridian.controlplane.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceAuthorizationRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Gives each device the one scope that there is, whatever it asks for (RFC 6749, 3.3 allows that):
 * what a device may do follows from the account's roles, and the framework refuses {@code openid}
 * here, which clients tend to send.
 */
final class DeviceRequests implements AuthenticationConverter {
  private final AuthenticationConverter original =
      new OAuth2DeviceAuthorizationRequestAuthenticationConverter();

  @Override
  public @Nullable Authentication convert(HttpServletRequest request) {
    Authentication asked = original.convert(request);
    return asked instanceof OAuth2DeviceAuthorizationRequestAuthenticationToken device
            && device.getPrincipal() instanceof Authentication client
        ? new OAuth2DeviceAuthorizationRequestAuthenticationToken(
            client,
            request.getRequestURL().toString(),
            Set.of("profile"),
            device.getAdditionalParameters())
        : asked;
  }
}
