package dev.meridian.controlplane.identity;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of sign-ins. Call as one of the system jobs that see accounts. */
@Component
class SignInRows {
  /**
   * A sign-in that has not ended.
   *
   * @param kind {@code web} or {@code device}
   */
  record Row(
      UUID id,
      UUID account,
      String kind,
      String client,
      @Nullable String address,
      @Nullable String userAgent,
      Instant createdAt,
      Instant lastUsedAt) {
    /** One that begins with the running request. */
    static Row begun(UUID id, UUID account, String kind, String client, Instant now) {
      return new Row(id, account, kind, client, Requests.address(), Requests.userAgent(), now, now);
    }
  }

  private final JdbcClient jdbc;

  SignInRows(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * What an external issuer calls a sign-in there.
   *
   * @param session {@code sid} of its tokens; null when they name none
   * @param subject {@code sub} of its tokens
   */
  record AtIssuer(@Nullable String session, String subject) {}

  /**
   * Adds a sign-in; one that is there already counts as used and lives until then.
   *
   * @return whether it is new
   */
  boolean put(Row row, Instant expiresAt, @Nullable AtIssuer issuer) {
    return jdbc.sql(
            """
            insert into sign_in (id, account_id, kind, client, address, user_agent, created_at,
              last_used_at, expires_at, issuer_session, issuer_subject)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set last_used_at = excluded.last_used_at,
              expires_at = excluded.expires_at
            returning xmax = 0
            """)
        .param(row.id())
        .param(row.account())
        .param(row.kind())
        .param(row.client())
        .param(row.address())
        .param(row.userAgent())
        .param(utc(row.createdAt()))
        .param(utc(row.lastUsedAt()))
        .param(utc(expiresAt))
        .param(issuer == null ? null : issuer.session())
        .param(issuer == null ? null : issuer.subject())
        // A row that was there has the mark of the one that updates it.
        .query(Boolean.class)
        .single();
  }

  /** Newest first. */
  List<Row> of(UUID account, Instant now, @Nullable UUID before, int limit) {
    return jdbc.sql(
            """
            select id, account_id, kind, client, address, user_agent, created_at, last_used_at
            from sign_in s
            where account_id = :account and ended_at is null and expires_at > :now
              and (cast(:before as uuid) is null or (created_at, id) <
                (select b.created_at, b.id from sign_in b where b.id = :before
                  and b.account_id = :account))
            order by created_at desc, id desc limit :limit
            """)
        .param("account", account)
        .param("now", utc(now))
        .param("before", before)
        .param("limit", limit)
        .query(
            (row, n) ->
                new Row(
                    row.getObject(1, UUID.class),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getObject(7, OffsetDateTime.class).toInstant(),
                    row.getObject(8, OffsetDateTime.class).toInstant()))
        .list();
  }

  /**
   * Forgets what the account was asked to confirm and no program has fetched yet, such as a
   * device's code: it would become a sign-in later.
   */
  private void forgetUnfinished(UUID account) {
    jdbc.sql(
            """
            delete from oauth2_authorization where access_token_value is null
              and principal_name = (select username from account where id = ?)
            """)
        .param(account)
        .update();
  }

  /** The account of a sign-in that has not ended. */
  Optional<UUID> accountOf(UUID id) {
    return jdbc.sql("select account_id from sign_in where id = ? and ended_at is null")
        .param(id)
        .query(UUID.class)
        .optional();
  }

  /** Ends a sign-in with all that was issued in it; false when there was none. */
  boolean end(UUID account, UUID id, Instant now) {
    boolean ended =
        jdbc.sql(
                    """
                    update sign_in set ended_at = ?
                    where id = ? and account_id = ? and ended_at is null
                    """)
                .params(utc(now), id, account)
                .update()
            == 1;
    if (ended) {
      jdbc.sql("delete from oauth2_authorization where id = ?").param(id.toString()).update();
    }
    return ended;
  }

  /**
   * Ends what began with a session at the external issuer; all of the person when none is named.
   *
   * @return the ended sign-ins with their accounts
   */
  Map<UUID, UUID> endAtIssuer(@Nullable String session, @Nullable String subject, Instant now) {
    Map<UUID, UUID> found = new LinkedHashMap<>();
    jdbc.sql(
            """
            select id, account_id from sign_in
            where ended_at is null and %s
            """
                .formatted(
                    session == null
                        ? "issuer_subject = :subject"
                        : """
                          issuer_session = :session and
                            (cast(:subject as text) is null or issuer_subject = :subject)
                          """))
        .param("session", session)
        .param("subject", subject)
        .query(
            row -> {
              found.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class));
            });
    found.entrySet().removeIf(one -> !end(one.getValue(), one.getKey(), now));
    return found;
  }

  /** Ends all sign-ins of an account but one. */
  int endAll(UUID account, @Nullable UUID except, Instant now) {
    List<UUID> all =
        jdbc.sql(
                """
                select id from sign_in where account_id = :account and ended_at is null
                  and id is distinct from cast(:except as uuid)
                """)
            .param("account", account)
            .param("except", except)
            .query(UUID.class)
            .list();
    all.forEach(id -> end(account, id, now));
    forgetUnfinished(account);
    return all.size();
  }

  /** Forgets what has ended or run out a day ago. */
  void forgetEnded(Instant now) {
    jdbc.sql("delete from sign_in where least(ended_at, expires_at) < ?")
        .param(utc(now.minus(java.time.Duration.ofDays(1))))
        .update();
  }

  private static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
