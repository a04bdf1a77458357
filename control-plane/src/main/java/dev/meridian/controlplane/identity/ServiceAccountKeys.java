package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Behalf;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * The keys with which service accounts get tokens: several for each, so that a new one is in use
 * before the old one goes.
 */
@Component
class ServiceAccountKeys {
  private static final String PREFIX = "mk";
  private static final String PLAIN = "{sha256}";

  /** A key that is not stored yet; the secret is shown once. */
  record Fresh(UUID id, String name, String secret, String hash, @Nullable Instant expiresAt) {
    @Override
    public String toString() {
      return "key " + id;
    }
  }

  /** A key that was not revoked. */
  record Row(
      UUID id,
      String name,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {}

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final PasswordEncoder passwords;
  private final InstantSource clock;

  ServiceAccountKeys(
      JdbcClient jdbc, Scopes scopes, PasswordEncoder passwords, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.passwords = passwords;
    this.clock = clock;
  }

  /** A key of 256 random bits, whose secret says which one it is. */
  static Fresh generated(String name, @Nullable Instant expiresAt) {
    UUID id = Ids.next();
    String secret = IdentifiedSecret.next(PREFIX, id);
    return new Fresh(id, name, secret, PLAIN + Digests.sha256Hex(secret), expiresAt);
  }

  /** A key whose secret a person has chosen: slow to try, as a password. */
  Fresh chosen(String secret) {
    return new Fresh(Ids.next(), "first", secret, String.valueOf(passwords.encode(secret)), null);
  }

  /**
   * Stores a key in the running transaction, on behalf of the person who answers for the caller.
   */
  void add(UUID account, Fresh key, Caller by) {
    jdbc.sql(
            """
            insert into service_account_key (id, account_id, name, hash, created_at, created_by,
              expires_at, behalf_id)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        .param(key.id())
        .param(account)
        .param(key.name())
        .param(key.hash())
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(by.username())
        .param(key.expiresAt() == null ? null : key.expiresAt().atOffset(ZoneOffset.UTC))
        .param(by.person().map(Behalf::accountId).orElse(null))
        .update();
  }

  /** Takes a key back in the running transaction; false when the account has none such. */
  boolean revoke(UUID account, UUID key) {
    return jdbc.sql(
                """
                update service_account_key set revoked_at = ?
                where id = ? and account_id = ? and revoked_at is null
                """)
            .params(clock.instant().atOffset(ZoneOffset.UTC), key, account)
            .update()
        == 1;
  }

  /** Newest first, with those that have run out. */
  List<Row> of(UUID account) {
    return scopes.asSystemApart(
        SystemJob.IDENTITY,
        () ->
            jdbc.sql(
                    """
                    select id, name, created_at, created_by, expires_at, last_used_at
                    from service_account_key where account_id = ? and revoked_at is null
                    order by created_at desc, id desc
                    """)
                .param(account)
                .query(
                    (row, n) ->
                        new Row(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getObject(3, OffsetDateTime.class).toInstant(),
                            row.getString(4),
                            instant(row.getObject(5, OffsetDateTime.class)),
                            instant(row.getObject(6, OffsetDateTime.class))))
                .list());
  }

  /** The key of the account that has this secret and is good now. */
  Optional<UUID> find(String username, String secret) {
    record Candidate(UUID id, String hash) {}
    @Nullable UUID id = IdentifiedSecret.idIn(PREFIX, secret).orElse(null);
    List<Candidate> candidates =
        scopes.asSystemApart(
            SystemJob.IDENTITY,
            () ->
                jdbc.sql(
                        """
                        select k.id, k.hash from service_account_key k
                        join account a on a.id = k.account_id
                        where a.username = :username and not a.disabled and k.revoked_at is null
                          and (k.expires_at is null or k.expires_at > :now)
                          and case when cast(:id as uuid) is null
                              then k.hash not like '{sha256}%'
                              else k.id = cast(:id as uuid) end
                        """)
                    .param("username", username)
                    .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .param("id", id)
                    .query(
                        (row, n) -> new Candidate(row.getObject(1, UUID.class), row.getString(2)))
                    .list());
    return candidates.stream()
        .filter(one -> matches(secret, one.hash()))
        .map(Candidate::id)
        .findFirst();
  }

  private boolean matches(String secret, String hash) {
    return hash.startsWith(PLAIN)
        ? MessageDigest.isEqual(
            (PLAIN + Digests.sha256Hex(secret)).getBytes(StandardCharsets.US_ASCII),
            hash.getBytes(StandardCharsets.US_ASCII))
        : passwords.matches(secret, hash);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
