package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Scopes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Makes a create that is sent again answer with what the first one made. */
@Component
class Idempotency {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final InstantSource clock;

  Idempotency(Scopes scopes, JdbcClient jdbc, JsonMapper json, InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Runs the create once for a key of a caller, in one transaction with the key's row.
   *
   * @param key null: always runs it
   * @return what the create made, now or the first time
   * @throws ProblemException when the key was used for another request
   */
  UUID once(
      UUID tenant, Caller caller, @Nullable String key, Object request, Supplier<UUID> create) {
    if (key == null) {
      return create.get();
    }
    if (key.isBlank() || key.length() > 255) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The Idempotency-Key must have 1 to 255 characters.",
          List.of(new FieldError("/headers/Idempotency-Key", "1 to 255 characters")));
    }
    String digest = digest(request);
    return scopes.inTenant(
        tenant,
        () -> {
          int inserted =
              jdbc.sql(
                      """
                      insert into idempotency_key (tenant_id, account_id, key, request_digest,
                        created_at)
                      values (?, ?, ?, ?, ?) on conflict do nothing
                      """)
                  .params(
                      tenant,
                      caller.accountId(),
                      key,
                      digest,
                      clock.instant().atOffset(ZoneOffset.UTC))
                  .update();
          if (inserted == 0) {
            return known(tenant, caller, key, digest);
          }
          UUID made = create.get();
          jdbc.sql(
                  """
                  update idempotency_key set status = 201, body = to_jsonb(cast(? as text))
                  where tenant_id = ? and account_id = ? and key = ?
                  """)
              .params(made.toString(), tenant, caller.accountId(), key)
              .update();
          return made;
        });
  }

  private UUID known(UUID tenant, Caller caller, String key, String digest) {
    record Known(String digest, String made) {}
    Known known =
        jdbc.sql(
                """
                select request_digest, body #>> '{}' from idempotency_key
                where tenant_id = ? and account_id = ? and key = ?
                """)
            .params(tenant, caller.accountId(), key)
            .query((row, n) -> new Known(row.getString(1), row.getString(2)))
            .single();
    if (!known.digest().equals(digest)) {
      throw new ProblemException(
          ProblemType.INVALID,
          "This Idempotency-Key was used for another request; take a new one.",
          List.of(new FieldError("/headers/Idempotency-Key", "used for another request")));
    }
    return UUID.fromString(known.made());
  }

  private String digest(Object request) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(json.writeValueAsString(request).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
