package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Behalf;
import dev.meridian.tenancy.Credential;
import dev.meridian.tenancy.Freshness;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.TenantView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether sign-ins and keys are still good, what sign-ins view as, and who stands behind keys. Read
 * again each second, and at once when that has changed on any replica. What is asked for here
 * counts as used, to the minute.
 */
@Component
class SignInStates {
  /** How long a session of the web lives without use. */
  static final Duration WEB_IDLE = Duration.ofHours(8);

  /** And however much it is used: an open page alone keeps nobody signed in for ever. */
  private static final Duration WEB_LONGEST = Duration.ofHours(24);

  private static final int MOST_KEPT = 20_000;
  private static final Duration USE_GRAIN = Duration.ofMinutes(1);

  private record State(
      boolean good, boolean stale, @Nullable TenantView view, @Nullable Behalf behalf) {
    static final State GONE = new State(false, false, null, null);
  }

  private record Kept(State state, Instant at) {}

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;
  private final Freshness freshness;
  private final Map<UUID, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  SignInStates(JdbcClient jdbc, Scopes scopes, InstantSource clock, Freshness freshness) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
    this.freshness = freshness;
  }

  /**
   * Whether it is good as it was shown: also what a sign-in views as may have changed. True for
   * what another issuer looks after.
   */
  boolean stands(Credential credential) {
    return present(credential).filter(credential::equals).isPresent();
  }

  /** The credential with the view that is on; empty when it is good for nothing any more. */
  Optional<Credential> present(Credential credential) {
    if (credential.id().isEmpty()) {
      return Optional.of(credential).filter(one -> one.kind() == Credential.Kind.FOREIGN);
    }
    UUID id = credential.id().get();
    Instant now = clock.instant();
    Kept found = kept.get(id);
    if (found == null || found.at().plus(freshness.kept()).isBefore(now)) {
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      long before = forgotten.get();
      found = new Kept(scopes.asSystemApart(SystemJob.IDENTITY, () -> read(credential, now)), now);
      kept.put(id, found);
      if (forgotten.get() != before) {
        // One changed while it was read: good for this answer, not for the next.
        kept.remove(id);
      }
    }
    Optional<TenantView> view =
        Optional.ofNullable(found.state().view()).filter(one -> one.until().isAfter(now));
    Optional<Behalf> behalf = Optional.ofNullable(found.state().behalf());
    return found.state().good()
        ? Optional.of(credential.viewing(view).onBehalfOf(behalf))
        : Optional.empty();
  }

  /** Reads anew, for one has ended, or views otherwise. */
  void forget() {
    forgotten.incrementAndGet();
    kept.clear();
  }

  private State read(Credential credential, Instant now) {
    UUID id = credential.id().orElseThrow();
    boolean key = credential.kind() == Credential.Kind.KEY;
    State state =
        jdbc.sql(
                key
                    ? """
                      select k.revoked_at is null and (k.expires_at is null or k.expires_at > :now),
                        k.last_used_at is null or k.last_used_at < :grain, null, null,
                        k.behalf_id, coalesce(a.username, k.created_by)
                      from service_account_key k left join account a on a.id = k.behalf_id
                      where k.id = :id
                      """
                    : """
                      select s.ended_at is null and s.expires_at > :now, s.last_used_at < :grain,
                        v.viewed_id, v.ends_at, null, null
                      from sign_in s left join sign_in_view v on v.sign_in_id = s.id
                      where s.id = :id
                      """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("grain", now.minus(USE_GRAIN).atOffset(ZoneOffset.UTC))
            .param("id", id)
            .query((row, n) -> state(row))
            .optional()
            .orElse(State.GONE);
    if (state.good() && state.stale()) {
      used(id, key, now);
    }
    return state;
  }

  private static State state(ResultSet row) throws SQLException {
    @Nullable OffsetDateTime until = row.getObject(4, OffsetDateTime.class);
    @Nullable UUID behalf = row.getObject(5, UUID.class);
    return new State(
        row.getBoolean(1),
        row.getBoolean(2),
        until == null ? null : new TenantView(row.getObject(3, UUID.class), until.toInstant()),
        behalf == null ? null : new Behalf(behalf, row.getString(6)));
  }

  private void used(UUID id, boolean key, Instant now) {
    jdbc.sql(
            key
                ? "update service_account_key set last_used_at = :now where id = :id"
                : """
                  update sign_in set last_used_at = :now,
                    expires_at = case when kind = 'web' then least(:idle, created_at + cast(:longest as interval))
                      else expires_at end
                  where id = :id
                  """)
        .param("now", now.atOffset(ZoneOffset.UTC))
        .param("idle", now.plus(WEB_IDLE).plus(USE_GRAIN).atOffset(ZoneOffset.UTC))
        .param("longest", WEB_LONGEST.toHours() + " hours")
        .param("id", id)
        .update();
  }
}
