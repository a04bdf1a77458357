package dev.meridian.tenancy;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Who did what, and who was refused what. Rows are only ever added. */
public final class Audit {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Callers callers;
  private final InstantSource clock;

  public Audit(JdbcClient jdbc, Scopes scopes, Callers callers, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.callers = callers;
    this.clock = clock;
  }

  /**
   * Records what is done in the running transaction; the row is kept or lost with it. Never put a
   * secret's value into {@code detail}.
   *
   * @param action {@code <resource>.<verb>}, such as {@code instance.install}
   * @param subject the name of the thing, for people
   */
  public void done(
      UUID tenant, String action, String subject, @Nullable UUID subjectId, Map<String, ?> detail) {
    write(tenant, action, subject, subjectId, detail, "DONE");
  }

  /** Records a refusal in a transaction of its own: the one that was refused is rolled back. */
  public void refused(
      UUID tenant, String action, String subject, @Nullable UUID subjectId, Map<String, ?> detail) {
    scopes.inTenantApart(
        tenant, () -> write(tenant, action, subject, subjectId, detail, "REFUSED"));
  }

  private void write(
      UUID tenant,
      String action,
      String subject,
      @Nullable UUID subjectId,
      Map<String, ?> detail,
      String outcome) {
    @Nullable Caller caller = callers.find().orElse(null);
    jdbc.sql(
            """
            insert into audit_event (id, tenant_id, at, actor_id, actor, action, subject,
              subject_id, outcome, detail, address, trace_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as jsonb), ?, ?)
            """)
        .param(Ids.next())
        .param(tenant)
        .param(clock.instant().atOffset(ZoneOffset.UTC))
        .param(caller == null ? null : caller.accountId())
        .param(caller == null ? "system" : caller.username())
        .param(action)
        .param(subject)
        .param(subjectId)
        .param(outcome)
        .param(JSON.writeValueAsString(detail))
        .param(caller == null ? null : caller.address())
        .param(MDC.get("traceId"))
        .update();
  }
}
