package dev.meridian.controlplane.matrix;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.meridian.controlplane.testing.RunningControlPlane;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tenants of the matrix and who asks, made through the beans of the running server. */
final class World {
  private final RunningControlPlane server;
  private final RSAKey key;
  private final Map<Place, UUID> tenants = new EnumMap<>(Place.class);
  private final Map<Actor, String> tokens = new EnumMap<>(Actor.class);

  World(RunningControlPlane server) {
    this.server = server;
    try {
      // The key that the server signs with: a token that ran out cannot be had otherwise.
      this.key =
          (RSAKey)
              server
                  .get(JWKSource.class)
                  .get(new JWKSelector(new JWKMatcher.Builder().build()), null)
                  .getFirst();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    Tenants made = server.get(Tenants.class);
    tenants.put(Place.ROOT, made.root().id());
    for (Place place : Place.values()) {
      if (place != Place.ROOT) {
        tenants.put(place, made.create(tenant(above(place)), place.tenantName(), null, null).id());
      }
    }
    for (Actor actor : Actor.values()) {
      if (actor != Actor.NONE) {
        Duration validity = Duration.ofHours(actor == Actor.EXPIRED ? -1 : 1);
        tokens.put(
            actor,
            token(account("matrix-" + actor.column(), actor.role(), actor.home()), validity));
      }
    }
  }

  UUID tenant(Place place) {
    UUID tenant = tenants.get(place);
    if (tenant == null) {
      throw new IllegalStateException("no tenant " + place);
    }
    return tenant;
  }

  /** The bearer token of an actor; null for the one who has none. */
  @Nullable String token(Actor actor) {
    return tokens.get(actor);
  }

  /** Makes an account, with a role when one is given. */
  Account account(String name, @Nullable Role role, @Nullable Place home) {
    Accounts accounts = server.get(Accounts.class);
    Account account =
        accounts.create(name.toLowerCase(Locale.ROOT), name, Account.Kind.PERSON, null);
    if (role != null && home != null) {
      server.get(Bindings.class).bind(account.id(), role, tenant(home));
    }
    return account;
  }

  String token(Account account, Duration validity) {
    Instant now = Instant.now();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(server.url().toString())
                .subject(account.username())
                .claim("meridian_account", account.id().toString())
                .claim("meridian_sign_in", signIn(account).toString())
                .issueTime(Date.from(now.minus(Duration.ofHours(2))))
                .expirationTime(Date.from(now.plus(validity)))
                .build());
    try {
      token.sign(new RSASSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /** A sign-in that the server knows of, as its own tokens name one. */
  private UUID signIn(Account account) {
    UUID id = Ids.next();
    return server
        .get(Scopes.class)
        .asSystem(
            SystemJob.IDENTITY,
            () -> {
              server
                  .get(JdbcClient.class)
                  .sql(
                      """
                      insert into sign_in (id, account_id, kind, client, created_at, last_used_at,
                        expires_at)
                      values (?, ?, 'device', 'matrix', now(), now(), now() + interval '1 day')
                      """)
                  .params(id, account.id())
                  .update();
              return id;
            });
  }

  static Place above(Place place) {
    Place nearest = Place.ROOT;
    for (Place other : Place.values()) {
      if (other != place
          && place.path().startsWith(other.path())
          && other.path().length() > nearest.path().length()) {
        nearest = other;
      }
    }
    return nearest;
  }
}
