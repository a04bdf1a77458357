package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.AuditOrigin;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.TenantView;
import dev.meridian.tenancy.Tenants;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Views of tenants by sign-ins, from their beginning to their end. The audit log of the viewed
 * tenant tells both, in the transaction of each; a view that ran out, or whose sign-in ended, shows
 * nothing from that moment on and is told within a minute.
 */
@Component
class TenantViews {
  private static final Duration LONGEST = Duration.ofHours(1);

  /** Why a view ended, as its audit row says it. */
  enum End {
    ASKED,
    CHANGED,
    RIGHT_LOST,
    RAN_OUT,
    SIGNED_OUT;

    String key() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private record Ended(UUID tenant, Instant begun, boolean ranOut, AuditOrigin by) {}

  private final JdbcClient jdbc;
  private final Changes changes;
  private final Tenants tenants;
  private final RightsNews news;
  private final InstantSource clock;

  TenantViews(
      JdbcClient jdbc, Changes changes, Tenants tenants, RightsNews news, InstantSource clock) {
    this.jdbc = jdbc;
    this.changes = changes;
    this.tenants = tenants;
    this.news = news;
    this.clock = clock;
  }

  /**
   * Begins a view by the caller's sign-in, in place of one that is on.
   *
   * @param tenant one that the caller may view as
   */
  TenantView begin(Caller caller, UUID tenant) {
    UUID signIn = caller.credential().id().orElseThrow();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    TenantView view = new TenantView(tenant, now.plus(LONGEST));
    changes.inOne(
        () -> {
          take(signIn, End.CHANGED);
          jdbc.sql(
                  """
                  insert into sign_in_view (sign_in_id, viewed_id, begun_at, ends_at)
                  values (?, ?, ?, ?)
                  on conflict (sign_in_id) do update set viewed_id = excluded.viewed_id,
                    begun_at = excluded.begun_at, ends_at = excluded.ends_at
                  """)
              .params(
                  signIn,
                  tenant,
                  now.atOffset(ZoneOffset.UTC),
                  view.until().atOffset(ZoneOffset.UTC))
              .update();
          note(tenant, "tenant.view-begin", Map.of("until", view.until().toString()), null);
          news.rightsChange();
          return true;
        });
    return view;
  }

  /** Ends the view of the caller's sign-in; false when none is on. */
  boolean end(Caller caller, End why) {
    Optional<UUID> signIn = caller.credential().id();
    return signIn.isPresent()
        && changes.inOne(
            () -> {
              boolean ended = take(signIn.get(), why);
              if (ended) {
                news.rightsChange();
              }
              return ended;
            });
  }

  /** Tells of views that are over already; whichever replica is first. */
  @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
  void tellOfThoseThatAreOver() {
    changes.inOne(
        () -> {
          taken("v.ends_at <= :now or s.ended_at is not null or s.expires_at <= :now", null)
              .forEach(one -> tell(one, End.SIGNED_OUT, one.by()));
          return true;
        });
  }

  private boolean take(UUID signIn, End why) {
    List<Ended> taken = taken("v.sign_in_id = :signIn", signIn);
    taken.forEach(one -> tell(one, why, null));
    return !taken.isEmpty();
  }

  private List<Ended> taken(String which, @Nullable UUID signIn) {
    return jdbc.sql(
            """
            delete from sign_in_view v using sign_in s, account a
            where s.id = v.sign_in_id and a.id = s.account_id and (%s)
            returning v.viewed_id, v.begun_at, v.ends_at <= :now, a.id, a.username
            """
                .formatted(which))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("signIn", signIn)
        .query(TenantViews::ended)
        .list();
  }

  /**
   * @param by null: whoever calls
   */
  private void tell(Ended view, End why, @Nullable AuditOrigin by) {
    note(
        view.tenant(),
        "tenant.view-end",
        Map.of(
            "begun", view.begun().toString(),
            "why", (view.ranOut() ? End.RAN_OUT : why).key()),
        by);
  }

  private void note(
      UUID tenant, String action, Map<String, String> detail, @Nullable AuditOrigin by) {
    AuditNote note =
        AuditNote.of(action, tenants.find(tenant).path(), tenant, detail)
            .from(changes.before(tenant, action, tenant));
    changes.audit(tenant, by == null ? note : note.askedBy(by));
  }

  private static Ended ended(ResultSet row, int number) throws SQLException {
    return new Ended(
        row.getObject(1, UUID.class),
        row.getObject(2, OffsetDateTime.class).toInstant(),
        row.getBoolean(3),
        new AuditOrigin(
            AuditOrigin.Kind.PERSON,
            null,
            row.getObject(4, UUID.class),
            row.getString(5),
            null,
            null));
  }
}
