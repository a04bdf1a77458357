package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jwt.SignedJWT;
import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Device;
import dev.meridian.controlplane.testing.Replicas;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.SystemJob;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class SigningKeyRotationIT {
  @RegisterExtension static final Replicas replicas = new Replicas(Map.of());

  private static final RunningControlPlane first = replicas.first();
  private static final RunningControlPlane second = replicas.second();
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final JWKSelector ALL = new JWKSelector(new JWKMatcher.Builder().build());

  @Test
  void signsWithTheNewKeyOnAllReplicasWhileTokensOfTheOldOneAreTaken() {
    JsonNode tokens = Device.connect(first, "admin", RunningControlPlane.ADMIN_PASSWORD);
    Grant grant = new Grant(tokens.path("refresh_token").asString());
    String oldToken = tokens.path("access_token").asString();
    String oldKey = keyOf(oldToken);

    HttpResponse<String> rotated =
        Browser.admin(first).change("POST", "/api/v1/signing-key/rotate", "", Map.of());

    assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(200);
    JsonNode times = Browser.JSON.readTree(rotated.body());
    assertThat(Instant.parse(times.path("verifiesUntil").asString()))
        .isAfter(Instant.now().plus(Duration.ofMinutes(30)));
    String newKey = newest();
    assertThat(newKey).isNotEqualTo(oldKey);
    String newToken = oldToken;
    for (RunningControlPlane replica : replicas.both()) {
      newToken =
          Awaitility.await()
              .atMost(SOON)
              .until(() -> grant.renewed(replica), token -> keyOf(token).equals(newKey));
      assertThat(published(replica)).contains(oldKey, newKey);
      assertThat(me(replica, oldToken)).isEqualTo(200);
    }

    age("2 hours");

    for (RunningControlPlane replica : replicas.both()) {
      Awaitility.await().atMost(SOON).until(() -> !published(replica).contains(oldKey));
      assertThat(me(replica, oldToken)).isEqualTo(401);
      assertThat(me(replica, newToken)).isEqualTo(200);
    }
  }

  @Test
  void knowsAtOnceWhatAnotherReplicaSignsWithAKeyThatItHasNotRead() {
    age("10 s");
    AtomicReference<Instant> clock = new AtomicReference<>(Instant.now());
    SigningKeys keys = new SigningKeys(first.get(SealedKeys.class), clock::get);
    List<JWK> known = keys.get(ALL, null);
    assertThat(known.getFirst().getKeyID()).isEqualTo(newest());

    assertThat(second.get(SigningKeys.class).replace(Instant.now().plusSeconds(9))).isTrue();
    String fresh = newest();

    // Much sooner than it reads all keys anew.
    clock.updateAndGet(now -> now.plusMillis(51));
    assertThat(keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(fresh).build()), null))
        .hasSize(1);
    assertThat(known).extracting(JWK::getKeyID).doesNotContain(fresh);
    assertThat(keys.get(ALL, null).getFirst().getKeyID())
        .as("what signs has not changed yet")
        .isEqualTo(known.getFirst().getKeyID());
    clock.set(Instant.now().plus(SigningKeys.SIGNS_AFTER));
    assertThat(keys.get(ALL, null).getFirst().getKeyID()).isEqualTo(fresh);
  }

  @Test
  void replacesAKeyThatHasBecomeOldOnce() {
    age("91 days");

    first.get(SigningKeyRotation.class).whenOld();
    second.get(SigningKeyRotation.class).whenOld();

    Awaitility.await().atMost(SOON).until(() -> published(second).size() > 1);
    assertThat(published(second)).as("the one before, and one new one").hasSize(2);
  }

  /** A sign-in of a device, whose refresh token changes with each use. */
  private static final class Grant {
    private String refresh;

    Grant(String refresh) {
      this.refresh = refresh;
    }

    /** An access token of the replica, which both take. */
    String renewed(RunningControlPlane replica) {
      HttpResponse<String> answer = Device.refresh(replica, refresh);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode tokens = Browser.JSON.readTree(answer.body());
      refresh = tokens.path("refresh_token").asString();
      String token = tokens.path("access_token").asString();
      assertThat(me(first, token)).isEqualTo(200);
      assertThat(me(second, token)).isEqualTo(200);
      return token;
    }
  }

  private static String keyOf(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new AssertionError(token, e);
    }
  }

  private static String newest() {
    return Browser.JSON
        .readTree(
            new String(
                second.get(SealedKeys.class).find("token-signing").orElseThrow().secret(),
                StandardCharsets.UTF_8))
        .path("kid")
        .asString();
  }

  private static List<String> published(RunningControlPlane replica) {
    return new Browser(replica.url())
        .json("/oauth2/jwks").path("keys").values().stream()
            .map(key -> key.path("kid").asString())
            .toList();
  }

  private static int me(RunningControlPlane replica, String token) {
    return new Browser(replica.url()).call("GET", "/api/v1/me", "", null, token).statusCode();
  }

  /** As if all keys had been made that much earlier. */
  private static void age(String interval) {
    first.rows(
        SystemJob.IDENTITY,
        jdbc ->
            jdbc.sql(
                    """
                        update sealed_key set created_at = created_at - cast(? as interval)
                        where name = 'token-signing'
                        """)
                .param(interval)
                .update());
  }
}
