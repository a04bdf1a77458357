package dev.meridian.controlplane.identity;

import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where the external issuer says that a session has ended (OpenID Connect Back-Channel Logout 1.0).
 */
@RestController
@ConditionalOnExpression("!'${meridian.oidc.issuer:}'.isBlank()")
class IssuerLogoutController {
  static final String PATH = "/logout/connect/back-channel/" + RegisteredClients.WEB;

  private static final Logger log = LoggerFactory.getLogger(IssuerLogoutController.class);

  private final JwtDecoder decoder;
  private final IssuerLogout logout;

  IssuerLogoutController(IdentitySettings settings, IssuerLogout logout, InstantSource clock) {
    this.decoder = ExternalIssuer.logoutTokens(settings.external().orElseThrow(), clock);
    this.logout = logout;
  }

  @PostMapping(path = PATH, consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
  ResponseEntity<Map<String, String>> end(
      @RequestParam(name = "logout_token", required = false) @Nullable String token) {
    if (token == null) {
      return refused("The form field logout_token is missing.");
    }
    Jwt valid;
    try {
      valid = decoder.decode(token);
    } catch (BadJwtException e) {
      return refused(e.getMessage());
    } catch (JwtException | JwtDecoderInitializationException e) {
      log.warn("A logout token could not be verified, for the issuer's keys were not had", e);
      return answer(
          HttpStatus.SERVICE_UNAVAILABLE,
          Map.of("error", "temporarily_unavailable", "error_description", "Send it again."));
    }
    return logout.end(valid)
        ? answer(HttpStatus.OK, Map.of())
        : refused("The logout token was used before.");
  }

  private static ResponseEntity<Map<String, String>> refused(@Nullable String why) {
    return answer(
        HttpStatus.BAD_REQUEST,
        Map.of("error", "invalid_request", "error_description", String.valueOf(why)));
  }

  private static ResponseEntity<Map<String, String>> answer(
      HttpStatus status, Map<String, String> body) {
    return ResponseEntity.status(status).cacheControl(CacheControl.noStore()).body(body);
  }
}
