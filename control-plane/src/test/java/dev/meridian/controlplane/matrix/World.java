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
import dev.meridian.tenancy.Holder;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.RoleScope;
import dev.meridian.tenancy.Roles;
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
  private final Map<Actor, Account> accounts = new EnumMap<>(Actor.class);
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
        Account account = account("matrix-" + actor.column());
        if (actor.role() != null && actor.home() != null) {
          bind(account, actor.role(), actor.home(), actor.scope());
        }
        accounts.put(actor, account);
        tokens.put(actor, token(account, validity(actor)));
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

  /** A bearer token of an actor for a sign-in; null for the one who has none. */
  @Nullable String token(Actor actor, Block.SignIn kind) {
    Account account = accounts.get(actor);
    if (account == null || kind == Block.SignIn.SHARED) {
      return token(actor);
    }
    UUID signIn = signIn(account);
    if (kind == Block.SignIn.VIEWING) {
      server.rows(
          SystemJob.IDENTITY,
          jdbc ->
              jdbc.sql(
                      """
                      insert into sign_in_view (sign_in_id, viewed_id, begun_at, ends_at)
                      values (?, ?, now(), now() + interval '1 hour')
                      """)
                  .params(signIn, tenant(actor.asksFor()))
                  .update());
    }
    return token(account, signIn, validity(actor));
  }

  private static Duration validity(Actor actor) {
    return Duration.ofHours(actor == Actor.EXPIRED ? -1 : 1);
  }

  /** Makes an account without a role. */
  Account account(String name) {
    return server
        .get(Accounts.class)
        .create(name.toLowerCase(Locale.ROOT), name, Account.Kind.PERSON, null);
  }

  /** Makes an account with a role in a tenant and below it. */
  Account account(String name, Role role, Place home) {
    Account account = account(name);
    bind(account, role, home, RoleScope.SUBTREE);
    return account;
  }

  void bind(Holder holder, Role role, Place place, RoleScope scope) {
    server
        .get(Bindings.class)
        .bind(
            holder,
            server.get(Roles.class).require(tenant(place), role.key()),
            tenant(place),
            scope,
            null);
  }

  String token(Account account, Duration validity) {
    return token(account, signIn(account), validity);
  }

  private String token(Account account, UUID signIn, Duration validity) {
    Instant now = Instant.now();
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
            new JWTClaimsSet.Builder()
                .issuer(server.url().toString())
                .subject(account.username())
                .claim("meridian_account", account.id().toString())
                .claim("meridian_sign_in", signIn.toString())
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

  /** Whether something is in an audit log that a request with this trace id did. */
  boolean isAudited(String trace) {
    return server
        .get(Scopes.class)
        .asSystem(
            SystemJob.AUDIT,
            () ->
                server
                    .get(JdbcClient.class)
                    .sql(
                        "select exists (select from audit_event where trace_id = ? and outcome = 'DONE')")
                    .param(trace)
                    .query(Boolean.class)
                    .single());
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
