package dev.meridian.tenancy.secrets;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import dev.meridian.tenancy.keys.KeyRing;
import dev.meridian.tenancy.keys.Wrapped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The data keys of tenants: AES-256-GCM, made when a tenant's first secret is, wrapped by the key
 * ring. Opened keys are kept in memory, so that reading secrets does not ask the place of the
 * key-encryption key each time: for {@link #FRESH}, and for {@link #USABLE} while that place does
 * not answer. Joins the running scope, which must see the tenant's rows.
 */
final class DataKeys {
  static final Duration FRESH = Duration.ofMinutes(5);
  static final Duration USABLE = Duration.ofMinutes(30);
  // Nobody waits for a place that is away more often than that.
  private static final Duration PAUSE = Duration.ofSeconds(15);
  // As long as this, one answer that nobody is there is the answer to everybody.
  private static final Duration ABSENCE = Duration.ofSeconds(2);

  private record Absence(Instant until, String reason) {}

  private static final int MOST_KEPT = 20_000;

  private static final Logger log = LoggerFactory.getLogger(DataKeys.class);

  private record Name(UUID tenant, int version) {}

  /**
   * An opened key in memory.
   *
   * @param openedAt when the place of the key-encryption key last opened it
   * @param askAt when that is to be asked again
   */
  private record Kept(Opened key, Instant openedAt, Instant askAt) {
    boolean isUsable(Instant now) {
      return now.isBefore(openedAt.plus(USABLE));
    }
  }

  /** A data key, ready for use. */
  record Opened(int version, Aead aead) {
    byte[] seal(SecretValue value, String context) {
      try {
        return aead.encrypt(value.bytes(), context.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The secret of %s cannot be sealed".formatted(context), e);
      }
    }

    /**
     * @throws IllegalStateException when it was sealed for something else
     */
    SecretValue open(byte[] sealed, String context) {
      try {
        return SecretValue.of(aead.decrypt(sealed, context.getBytes(StandardCharsets.UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(
            "The sealed value of %s does not open: the row was not written for it."
                .formatted(context),
            e);
      }
    }
  }

  private final JdbcClient jdbc;
  private final KeyRing keyRing;
  private final InstantSource clock;
  private volatile @Nullable Absence absence;
  private final Cache<Name, Kept> opened =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(USABLE).build();

  DataKeys(JdbcClient jdbc, KeyRing keyRing, InstantSource clock) {
    this.jdbc = jdbc;
    this.keyRing = keyRing;
    this.clock = clock;
  }

  /**
   * The key that seals now; made when the tenant has none. It is not dropped before the running
   * transaction ends, which so can store what it sealed.
   */
  Opened newest(UUID tenant) {
    lock("pg_advisory_xact_lock_shared", tenant);
    // One round: a tenant's first two secrets may be made at once, and share one key.
    int version =
        newestVersion(tenant)
            .orElseGet(
                () -> {
                  make(tenant, 1);
                  return newestVersion(tenant).orElseThrow();
                });
    return find(tenant, version);
  }

  /**
   * A key that sealed something.
   *
   * @throws IllegalStateException when it is gone: the tenant was shredded
   * @throws dev.meridian.tenancy.keys.KeyEncryptionException when it cannot be opened now
   */
  Opened find(UUID tenant, int version) {
    Name name = new Name(tenant, version);
    Kept kept = opened.getIfPresent(name);
    Instant now = clock.instant();
    if (kept != null && now.isBefore(kept.askAt())) {
      return kept.key();
    }
    try {
      Opened fresh = unwrap(tenant, version);
      opened.put(name, new Kept(fresh, now, now.plus(FRESH)));
      return fresh;
    } catch (KeyEncryptionException e) {
      if (kept == null || !kept.isUsable(now)) {
        throw e;
      }
      log.warn(
          "Data key {} of tenant {} was opened at {} and is used until {}: {}",
          version,
          tenant,
          kept.openedAt(),
          kept.openedAt().plus(USABLE),
          e.getMessage());
      opened.put(name, new Kept(kept.key(), kept.openedAt(), now.plus(PAUSE)));
      return kept.key();
    }
  }

  private Opened unwrap(UUID tenant, int version) {
    Wrapped wrapped =
        jdbc.sql("select wrapped_by, wrapped from data_key where tenant_id = ? and version = ?")
            .params(tenant, version)
            .query((row, n) -> new Wrapped(row.getString(1), row.getBytes(2)))
            .optional()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Data key %d of tenant %s is gone; what it sealed cannot be opened."
                            .formatted(version, tenant)));
    if (wrapped.bytes().length == 0) {
      throw new IllegalStateException(
          "Data key %d of tenant %s was shredded; what it sealed cannot be opened."
              .formatted(version, tenant));
    }
    Absence known = absence;
    if (known != null && clock.instant().isBefore(known.until())) {
      throw new KeyEncryptionException(known.reason(), null, true);
    }
    try {
      return new Opened(version, aead(keyRing.unwrap(wrapped, context(tenant, version))));
    } catch (KeyEncryptionException e) {
      if (e.isAbsent()) {
        absence = new Absence(clock.instant().plus(ABSENCE), String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** Makes a further key, which seals from now on. */
  int rotate(UUID tenant) {
    int version = newestVersion(tenant).orElse(0) + 1;
    make(tenant, version);
    return version;
  }

  /** Drops the keys that nothing is sealed with any more, but for the newest. */
  int dropUnused(UUID tenant) {
    // In a statement of its own: the next one sees what was sealed by those it waited for.
    lock("pg_advisory_xact_lock", tenant);
    return jdbc.sql(
            """
            delete from data_key k where k.tenant_id = ?
              and k.version < (select max(version) from data_key n where n.tenant_id = k.tenant_id)
              and not exists (select from secret_version v
                              where v.tenant_id = k.tenant_id and v.data_key = k.version)
            """)
        .param(tenant)
        .update();
  }

  private void lock(String function, UUID tenant) {
    jdbc.sql("select " + function + "(hashtextextended(?, 0))")
        .param("data keys of " + tenant)
        .query((row, n) -> true)
        .single();
  }

  /** Forgets opened keys of a tenant in this process. */
  void forget(UUID tenant) {
    opened.asMap().keySet().removeIf(name -> name.tenant().equals(tenant));
  }

  /** Destroys the keys of a tenant: what they sealed is gone, in every copy of the database too. */
  void shred(UUID tenant) {
    jdbc.sql("update data_key set wrapped = '' where tenant_id = ?").param(tenant).update();
    forget(tenant);
  }

  /**
   * Wraps anew what another key-encryption key, or an older version of it, wrapped. A key that does
   * not open is reported and left as it is: it must not hold up the others.
   *
   * @return how many were wrapped anew
   */
  int rewrap() {
    record Row(UUID tenant, int version, Wrapped wrapped) {}
    List<Row> stale =
        jdbc
            .sql("select tenant_id, version, wrapped_by, wrapped from data_key where wrapped <> ''")
            .query(
                (row, n) ->
                    new Row(
                        row.getObject(1, UUID.class),
                        row.getInt(2),
                        new Wrapped(row.getString(3), row.getBytes(4))))
            .list()
            .stream()
            .filter(row -> !keyRing.isCurrent(row.wrapped()))
            .toList();
    int done = 0;
    for (Row row : stale) {
      String context = context(row.tenant(), row.version());
      try {
        Wrapped fresh = keyRing.wrap(keyRing.unwrap(row.wrapped(), context), context);
        done +=
            jdbc.sql(
                    """
                    update data_key set wrapped_by = ?, wrapped = ?
                    where tenant_id = ? and version = ? and wrapped = ?
                    """)
                .params(
                    fresh.by(), fresh.bytes(), row.tenant(), row.version(), row.wrapped().bytes())
                .update();
      } catch (KeyEncryptionException e) {
        log.error("Data key {} is not wrapped anew: {}", context, e.getMessage());
      }
    }
    return done;
  }

  private Optional<Integer> newestVersion(UUID tenant) {
    return jdbc.sql(
            "select version from data_key where tenant_id = ? order by version desc limit 1")
        .param(tenant)
        .query(Integer.class)
        .optional();
  }

  private void make(UUID tenant, int version) {
    Wrapped wrapped = keyRing.wrap(freshKey(), context(tenant, version));
    jdbc.sql(
            """
            insert into data_key (tenant_id, version, wrapped_by, wrapped, created_at)
            values (?, ?, ?, ?, ?) on conflict do nothing
            """)
        .params(
            tenant,
            version,
            wrapped.by(),
            wrapped.bytes(),
            clock.instant().atOffset(ZoneOffset.UTC))
        .update();
  }

  private static byte[] freshKey() {
    try {
      AeadConfig.register();
      return TinkProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("No data key can be made", e);
    }
  }

  private static Aead aead(byte[] keySet) {
    try {
      AeadConfig.register();
      return TinkProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get())
          .getPrimitive(RegistryConfiguration.get(), Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("An unwrapped data key is no key set", e);
    }
  }

  private static String context(UUID tenant, int version) {
    return "data_key/" + tenant + "/" + version;
  }
}
