package dev.meridian.controlplane.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that sign and verify tokens, the same on every replica. A new one signs once every
 * replica has had the time to read it; the ones before stay for what they have signed, until the
 * longest of that has run out. The key that signs comes first.
 */
final class SigningKeys implements JWKSource<SecurityContext> {
  /** What signs nothing any more goes on to verify for this long: longer than any token lives. */
  static final Duration VERIFIES_ON = Duration.ofHours(1);

  /** Until a new key signs; more than {@link #KEPT}, so that nobody meets a key it has not read. */
  static final Duration SIGNS_AFTER = Duration.ofSeconds(2);

  private static final Duration KEPT = Duration.ofMillis(900);

  /** For a token of a key that is not known, so that invented ones cost a few reads at most. */
  private static final Duration UNKNOWN_KEPT = Duration.ofMillis(50);

  private static final Logger log = LoggerFactory.getLogger(SigningKeys.class);
  private static final String NAME = "token-signing";

  private record Loaded(JWKSet keys, Instant at) {}

  private final SealedKeys sealed;
  private final InstantSource clock;
  private final Map<Integer, RSAKey> opened = new ConcurrentHashMap<>();
  private volatile @Nullable Loaded loaded;

  SigningKeys(SealedKeys sealed, InstantSource clock) {
    this.sealed = sealed;
    this.clock = clock;
    SealedKeys.Sealed unusedMade = sealed.findOrMake(NAME, SigningKeys::make);
  }

  @Override
  public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
    List<JWK> found = selector.select(current(KEPT).keys());
    // A replica whose clock is ahead signs with a key that this one has not read.
    return found.isEmpty() ? selector.select(current(UNKNOWN_KEPT).keys()) : found;
  }

  /**
   * Makes a new key unless the newest one is younger.
   *
   * @return whether it did
   */
  boolean replace(Instant madeBefore) {
    return sealed.replace(NAME, madeBefore, SigningKeys::make);
  }

  private Loaded current(Duration atMost) {
    Instant now = clock.instant();
    Loaded known = loaded;
    if (known == null || known.at().plus(atMost).isBefore(now)) {
      known = new Loaded(known == null ? new JWKSet(read(now)) : reread(known.keys(), now), now);
      loaded = known;
    }
    return known;
  }

  /** A key that cannot be opened now takes nothing from those that are open. */
  private JWKSet reread(JWKSet known, Instant now) {
    try {
      return new JWKSet(read(now));
    } catch (KeyEncryptionException e) {
      log.warn("A key that signs tokens cannot be opened; the known ones go on.", e);
      return known;
    }
  }

  private List<JWK> read(Instant now) {
    List<JWK> all = new ArrayList<>();
    List<JWK> waiting = new ArrayList<>();
    List<SealedKeys.Version> newestFirst = sealed.versions(NAME);
    @Nullable Instant replacedAt = null;
    for (SealedKeys.Version version : newestFirst) {
      boolean ended =
          replacedAt != null && replacedAt.plus(SIGNS_AFTER).plus(VERIFIES_ON).isBefore(now);
      if (ended) {
        break;
      }
      boolean first = newestFirst.getLast().equals(version);
      (first || !version.createdAt().plus(SIGNS_AFTER).isAfter(now) ? all : waiting)
          .add(opened.computeIfAbsent(version.number(), this::open));
      replacedAt = version.createdAt();
    }
    all.addAll(waiting);
    return all;
  }

  private RSAKey open(int version) {
    try {
      return RSAKey.parse(new String(sealed.open(NAME, version).secret(), StandardCharsets.UTF_8));
    } catch (ParseException e) {
      throw new IllegalStateException(
          "The stored key '" + NAME + "' is not a JSON web key; restore the database.", e);
    }
  }

  private static SealedKeys.Fresh make() {
    try {
      RSAKey key = new RSAKeyGenerator(2048).keyID(Ids.next().toString()).generate();
      return new SealedKeys.Fresh(
          key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8),
          key.toJSONString().getBytes(StandardCharsets.UTF_8));
    } catch (JOSEException e) {
      throw new IllegalStateException("No key for signing tokens can be made on this JVM.", e);
    }
  }
}
