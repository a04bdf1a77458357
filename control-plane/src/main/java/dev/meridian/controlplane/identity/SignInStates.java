package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Credential;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whether sign-ins and keys are still good. Read again each second, and at once when one has ended
 * on any replica. What is asked for here counts as used, to the minute.
 */
@Component
class SignInStates {
  /** How long a session of the web lives without use. */
  static final Duration WEB_IDLE = Duration.ofHours(8);

  /** And however much it is used: an open page alone keeps nobody signed in for ever. */
  private static final Duration WEB_LONGEST = Duration.ofHours(24);

  private static final Duration KEPT = Duration.ofMillis(900);
  private static final int MOST_KEPT = 20_000;
  private static final Duration USE_GRAIN = Duration.ofMinutes(1);

  private record Kept(boolean good, Instant at) {}

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final InstantSource clock;
  private final Map<UUID, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong forgotten = new AtomicLong();

  SignInStates(JdbcClient jdbc, Scopes scopes, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.clock = clock;
  }

  /** True also for what another issuer looks after. */
  boolean stands(Credential credential) {
    if (credential.id().isEmpty()) {
      return credential.kind() == Credential.Kind.FOREIGN;
    }
    UUID id = credential.id().get();
    Instant now = clock.instant();
    Kept found = kept.get(id);
    if (found == null || found.at().plus(KEPT).isBefore(now)) {
      if (kept.size() >= MOST_KEPT) {
        kept.clear();
      }
      long before = forgotten.get();
      found = new Kept(scopes.asSystemApart(SystemJob.IDENTITY, () -> read(credential, now)), now);
      kept.put(id, found);
      if (forgotten.get() != before) {
        // One ended while it was read: good for this answer, not for the next.
        kept.remove(id);
      }
    }
    return found.good();
  }

  /** Reads anew, for one has ended. */
  void forget() {
    forgotten.incrementAndGet();
    kept.clear();
  }

  private boolean read(Credential credential, Instant now) {
    UUID id = credential.id().orElseThrow();
    boolean key = credential.kind() == Credential.Kind.KEY;
    record State(boolean good, boolean stale) {}
    State state =
        jdbc.sql(
                key
                    ? """
                      select revoked_at is null and (expires_at is null or expires_at > :now),
                        last_used_at is null or last_used_at < :grain
                      from service_account_key where id = :id
                      """
                    : """
                      select ended_at is null and expires_at > :now, last_used_at < :grain
                      from sign_in where id = :id
                      """)
            .param("now", now.atOffset(ZoneOffset.UTC))
            .param("grain", now.minus(USE_GRAIN).atOffset(ZoneOffset.UTC))
            .param("id", id)
            .query((row, n) -> new State(row.getBoolean(1), row.getBoolean(2)))
            .optional()
            .orElse(new State(false, false));
    if (state.good() && state.stale()) {
      used(id, key, now);
    }
    return state.good();
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
