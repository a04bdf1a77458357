package dev.meridian.cli.auth;

import dev.meridian.cli.api.Bearer;
import java.util.Optional;

/** Signs a service account in at the first request, and again when its token is refused. */
final class ServiceAccountBearer implements Bearer {
  private final OAuth oauth;
  private final String clientId;
  private final String clientSecret;
  private Optional<String> token = Optional.empty();

  ServiceAccountBearer(OAuth oauth, String clientId, String clientSecret) {
    this.oauth = oauth;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
  }

  @Override
  public Optional<String> token() {
    return token.isPresent() ? token : renewed();
  }

  @Override
  public Optional<String> renewed() {
    token = Optional.of(oauth.clientCredentials(clientId, clientSecret).accessToken());
    return token;
  }
}
