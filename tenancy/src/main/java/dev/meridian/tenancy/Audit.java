package dev.meridian.tenancy;

import dev.meridian.tenancy.audit.CanonicalJson;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who did what, and who was refused what. Rows are only ever added. What may be personal (names,
 * address, detail) is kept apart from the event, which holds salted commitments to it.
 */
public final class Audit {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JdbcClient jdbc;
  private final Scopes scopes;
  private final Callers callers;
  private final InstantSource clock;
  private final AuditedStates states;

  public Audit(JdbcClient jdbc, Scopes scopes, Callers callers, InstantSource clock) {
    this.jdbc = jdbc;
    this.scopes = scopes;
    this.callers = callers;
    this.clock = clock;
    this.states = new AuditedStates(jdbc);
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
    done(tenant, AuditNote.of(action, subject, subjectId, detail));
  }

  /**
   * Records what is done in the running transaction; the row is kept or lost with it. Call it after
   * the change: where the note has no digest of the thing as it is now, it is made here.
   */
  public void done(UUID tenant, AuditNote note) {
    UUID id = note.subjectId();
    write(
        tenant,
        id == null || note.after() != null
            ? note
            : note.from(note.before(), states.now(tenant, note.action(), id).orElse(null)),
        "DONE",
        "done");
  }

  /**
   * The digest of a thing before it is changed, for {@link AuditNote#from}; to be asked in the
   * transaction of the change. Null when it is not there or is of a kind without a state.
   *
   * @param action what is about to be done
   */
  public @Nullable Sha256 before(UUID tenant, String action, UUID id) {
    return states.now(tenant, action, id).orElse(null);
  }

  /** Records a refusal in a transaction of its own: the one that was refused is rolled back. */
  public void refused(
      UUID tenant, String action, String subject, @Nullable UUID subjectId, Map<String, ?> detail) {
    refused(tenant, AuditNote.of(action, subject, subjectId, detail));
  }

  /** Records a refusal in a transaction of its own: the one that was refused is rolled back. */
  public void refused(UUID tenant, AuditNote note) {
    scopes.inTenantApart(tenant, () -> write(tenant, note, "REFUSED", "refused"));
  }

  private void write(UUID tenant, AuditNote note, String outcome, String result) {
    AuditOrigin origin =
        Objects.requireNonNullElseGet(note.origin(), () -> AuditOrigin.of(callers.find()));
    @Nullable Behalf behalf = origin.behalf();
    ErasableValues values =
        new ErasableValues()
            .with("actor", storable(origin.actor()))
            .with("subject", storable(note.subject()))
            .with("address", origin.address())
            .with("behalf", behalf == null ? null : storable(behalf.username()))
            .with("behalfId", behalf == null ? null : behalf.accountId().toString())
            .with(
                "detail",
                CanonicalJson.text(
                    JSON.readTree(storable(JSON.writeValueAsString(note.detail())))));
    jdbc.sql(
            """
            with event as (
              insert into audit_event (id, tenant_id, at, actor_id, actor, action, subject,
                subject_id, outcome, trace_id, format, commitments, origin, origin_id, result,
                before_digest, after_digest)
              values (:id, :tenant, :at, :actorId, '', :action, '', :subjectId, :outcome, :trace,
                1, cast(:commitments as jsonb), :origin, :originId, :result, :before, :after))
            insert into audit_personal (tenant_id, event_id, actor_id, actor, actor_salt, subject,
              subject_salt, address, address_salt, detail, detail_salt, behalf, behalf_salt,
              behalf_id, behalf_id_salt)
            values (:tenant, :id, :actorId, :actor, :actorSalt, :subject, :subjectSalt, :address,
              :addressSalt, :detail, :detailSalt, :behalf, :behalfSalt, :behalfId, :behalfIdSalt)
            """)
        .param("id", Ids.next())
        .param("tenant", tenant)
        // What the database keeps of a time; the chain is over what can be read again.
        .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC))
        .param("actorId", origin.actorId())
        .param("action", note.action())
        .param("subjectId", note.subjectId())
        .param("outcome", outcome)
        .param("trace", MDC.get("traceId"))
        .param("commitments", values.commitments())
        .param("origin", origin.key())
        .param("originId", origin.id())
        .param("result", Objects.requireNonNullElse(note.result(), result))
        .param("before", hex(note.before()))
        .param("after", hex(note.after()))
        .param("actor", values.value("actor"))
        .param("actorSalt", values.salt("actor"))
        .param("subject", values.value("subject"))
        .param("subjectSalt", values.salt("subject"))
        .param("address", values.value("address"))
        .param("addressSalt", values.salt("address"))
        .param("detail", values.value("detail"))
        .param("detailSalt", values.salt("detail"))
        .param("behalf", values.value("behalf"))
        .param("behalfSalt", values.salt("behalf"))
        .param("behalfId", behalf == null ? null : behalf.accountId())
        .param("behalfIdSalt", values.salt("behalfId"))
        .update();
  }

  private static @Nullable String hex(@Nullable Sha256 hash) {
    return hash == null ? null : hash.hex();
  }

  /** Without what no UTF-8 text column holds: zero characters and halves of characters. */
  private static String storable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
