package dev.meridian.controlplane.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An OIDC issuer on a port of its own: discovery, keys, and access tokens as it likes to make them,
 * which no real product can be talked into (run out, or for another audience).
 */
public final class IssuerServer implements AutoCloseable {
  private final HttpServer server;
  private final RSAKey key;

  private IssuerServer(HttpServer server, RSAKey key) {
    this.server = server;
    this.key = key;
  }

  public static IssuerServer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      IssuerServer issuer =
          new IssuerServer(server, new RSAKeyGenerator(2048).keyID("one").generate());
      issuer.answer(
          "/.well-known/openid-configuration",
          Map.of(
              "issuer", issuer.url(),
              "authorization_endpoint", issuer.url() + "/authorize",
              "token_endpoint", issuer.url() + "/token",
              "jwks_uri", issuer.url() + "/keys",
              "subject_types_supported", java.util.List.of("public"),
              "response_types_supported", java.util.List.of("code"),
              "id_token_signing_alg_values_supported", java.util.List.of("RS256")));
      issuer.answer("/keys", new JWKSet(issuer.key.toPublicJWK()).toJSONObject());
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** An access token that is good for this long from now; for the past when negative. */
  public String token(String username, String audience, Duration validity) {
    return token(username, audience, validity, Instant.now().minus(Duration.ofHours(1)), Map.of());
  }

  /** The same, issued at that time, and with more claims. */
  public String token(
      String username,
      String audience,
      Duration validity,
      Instant issuedAt,
      Map<String, Object> more) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .subject(subject(username))
            .audience(audience)
            .claim("preferred_username", username)
            .issueTime(Date.from(issuedAt))
            .expirationTime(Date.from(Instant.now().plus(validity)));
    more.forEach(claims::claim);
    return signed(claims.build().getClaims());
  }

  /** How it calls a person. */
  public static String subject(String username) {
    return "subject of " + username;
  }

  /** A token of just these claims; dates are {@link Date}s. */
  public String signed(Map<String, Object> all) {
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder();
    all.forEach(claims::claim);
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            claims.build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(String path, Map<String, Object> body) {
    byte[] json =
        JsonMapper.builder().build().writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, json.length);
          try (var out = exchange.getResponseBody()) {
            out.write(json);
          }
        });
  }
}
