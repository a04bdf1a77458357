package dev.meridian.controlplane.platform;

import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SealedTexts;
import dev.meridian.tenancy.SystemJob;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a create that is sent again answer with what the first one answered. Answers are kept for a
 * day, sealed, for some hold a secret that is shown once.
 */
@Component
public class Idempotency {
  public static final String HEADER = "Idempotency-Key";

  public static final int LONGEST_KEY = 255;
  private static final Duration KEPT = Duration.ofDays(1);

  /**
   * A create with the key under which its caller may send it again.
   *
   * @param tenant whose rows the create makes; the root tenant for the platform's
   * @param operation what is made; a key is good for one request to one operation
   * @param key null: it is run each time
   * @param request what is asked for, as JSON can write it
   */
  public record Create(UUID tenant, String operation, @Nullable String key, Object request) {}

  /** What is kept of a create, sealed: the digest of what was asked, and the answer as JSON. */
  private record Kept(String digest, String answer) {}

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final SealedTexts texts;
  private final Callers callers;
  private final InstantSource clock;

  Idempotency(
      Scopes scopes,
      JdbcClient jdbc,
      JsonMapper json,
      SealedTexts texts,
      Callers callers,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.texts = texts;
    this.callers = callers;
    this.clock = clock;
  }

  /**
   * Runs the create once for a key of a caller. Call inside of a scope that may write the tenant's
   * rows: the key is kept or not with the create, in its transaction.
   *
   * @return what the create answered, now or the first time
   * @throws ProblemException invalid for an impossible key, key reused when it came with another
   *     request before
   */
  public <T> T once(Create asked, Class<T> type, Supplier<T> create) {
    String key = asked.key();
    if (key == null) {
      return create.get();
    }
    checkLength(key);
    UUID account = callers.current().accountId();
    int inserted =
        jdbc.sql(
                """
                insert into idempotency_key (tenant_id, account_id, key, request_digest, created_at)
                values (?, ?, ?, 'sealed', ?) on conflict do nothing
                """)
            .params(asked.tenant(), account, key, clock.instant().atOffset(ZoneOffset.UTC))
            .update();
    if (inserted == 0) {
      return read(asked, account, key, type).orElseThrow();
    }
    T answer = create.get();
    // The digest is sealed too: a request may hold a password that can be guessed from it.
    String kept = json.writeValueAsString(new Kept(digest(asked), json.writeValueAsString(answer)));
    jdbc.sql(
            """
            update idempotency_key set status = 201, body = to_jsonb(cast(? as text))
            where tenant_id = ? and account_id = ? and key = ?
            """)
        .params(texts.seal(kept, context(asked, account, key)), asked.tenant(), account, key)
        .update();
    return answer;
  }

  /**
   * What the create answered the first time; empty when it was not run yet. For creates that do
   * something slow before their transaction; call outside of scopes.
   *
   * @throws ProblemException as {@link #once}
   */
  public <T> Optional<T> answered(Create asked, Class<T> type) {
    String key = asked.key();
    if (key == null) {
      return Optional.empty();
    }
    checkLength(key);
    UUID account = callers.current().accountId();
    return scopes.asSystem(SystemJob.MAINTENANCE, () -> read(asked, account, key, type));
  }

  private <T> Optional<T> read(Create asked, UUID account, String key, Class<T> type) {
    Optional<Kept> known =
        jdbc.sql(
                """
                select body #>> '{}' from idempotency_key
                where tenant_id = ? and account_id = ? and key = ?
                """)
            .params(asked.tenant(), account, key)
            .query(String.class)
            .optional()
            .map(body -> texts.open(body, context(asked, account, key)))
            .map(kept -> json.readValue(kept, Kept.class));
    if (known.isPresent() && !known.get().digest().equals(digest(asked))) {
      throw new ProblemException(
          ProblemType.KEY_REUSED,
          "This Idempotency-Key was used for another request; take a new one.",
          List.of(new FieldError("/headers/" + HEADER, "used for another request")));
    }
    return known.map(found -> json.readValue(found.answer(), type));
  }

  @Scheduled(initialDelayString = "PT7M", fixedDelayString = "PT1H")
  void forget() {
    scopes.asSystem(
        SystemJob.MAINTENANCE,
        () -> {
          jdbc.sql("delete from idempotency_key where created_at < ?")
              .param(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC))
              .update();
        });
  }

  private static void checkLength(String key) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The Idempotency-Key must have 1 to %d characters.".formatted(LONGEST_KEY),
          List.of(new FieldError("/headers/" + HEADER, "1 to " + LONGEST_KEY + " characters")));
    }
  }

  private static String context(Create asked, UUID account, String key) {
    return "idempotency/%s/%s/%s".formatted(asked.tenant(), account, key);
  }

  private String digest(Create asked) {
    try {
      String text = asked.operation() + "\n" + json.writeValueAsString(asked.request());
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
