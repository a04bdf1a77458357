package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.sinks.SinkController.NewSink;
import dev.meridian.controlplane.audit.sinks.SinkController.SinkAdded;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.SealedTexts;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Adds and removes sinks and asks for resends, with the audit row of each; in a tenant's scope. */
@Component
class SinkChanges {
  /** How many sinks a tenant may have: each costs a connection for each batch of events. */
  static final int MOST_SINKS = 16;

  private static final int MOST_RESENDS = 10;
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private final JdbcClient jdbc;
  private final Audit audit;
  private final Idempotency idempotency;
  private final SealedTexts texts;
  private final InstantSource clock;

  SinkChanges(
      JdbcClient jdbc,
      Audit audit,
      Idempotency idempotency,
      SealedTexts texts,
      InstantSource clock) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.idempotency = idempotency;
    this.texts = texts;
    this.clock = clock;
  }

  /** What this create was answered before; empty when it is new. Call outside of scopes. */
  Optional<SinkAdded> added(UUID tenant, NewSink asked, @Nullable String key) {
    return idempotency.answered(create(tenant, asked, key), SinkAdded.class);
  }

  private static Idempotency.Create create(UUID tenant, NewSink asked, @Nullable String key) {
    return new Idempotency.Create(tenant, "sink.add", key, asked);
  }

  /**
   * Adds a sink.
   *
   * @param target as {@link SinkTarget} returned it
   * @param from the place after which its events begin
   */
  SinkAdded add(
      UUID tenant, NewSink asked, SinkKind kind, String target, Place from, @Nullable String key) {
    return idempotency.once(
        create(tenant, asked, key),
        SinkAdded.class,
        () -> {
          requireRoom(tenant, asked.name());
          UUID id = Ids.next();
          String secret = kind == SinkKind.WEBHOOK ? Signature.freshSecret() : null;
          insert(tenant, id, asked, kind, target, from, secret);
          audit.done(tenant, "sink.add", asked.name(), id, Map.of("kind", kind.key()));
          return new SinkAdded(id, asked.name(), secret);
        });
  }

  private void insert(
      UUID tenant,
      UUID id,
      NewSink asked,
      SinkKind kind,
      String target,
      Place from,
      @Nullable String secret) {
    jdbc.sql(
            """
            insert into audit_sink (tenant_id, id, name, kind, target, ca_certificate, secret,
              created_at, xid, event_id)
            values (:tenant, :id, :name, :kind, :target, :ca, :secret, :now,
              cast(:xid as xid8), :event)
            """)
        .param("tenant", tenant)
        .param("id", id)
        .param("name", asked.name())
        .param("kind", kind.key())
        .param("target", target)
        .param("ca", asked.caCertificate())
        .param(
            "secret",
            secret == null ? null : texts.seal(secret, Delivering.secretContext(tenant, id)))
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .param("xid", from.xid())
        .param("event", from.event())
        .update();
  }

  /** One at a time in a tenant, so that the names and their number are what they seem. */
  private void requireRoom(UUID tenant, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ProblemException(
          ProblemType.INVALID,
          "The name of a sink has lower-case letters, digits and hyphens, at most 63.",
          List.of(new FieldError("/name", "lower-case letters, digits and hyphens, at most 63")));
    }
    jdbc.sql("select pg_advisory_xact_lock(hashtext(?))")
        .param("audit sinks " + tenant)
        .query((row, n) -> true)
        .single();
    List<String> names =
        jdbc.sql("select name from audit_sink where tenant_id = ?")
            .param(tenant)
            .query(String.class)
            .list();
    if (names.contains(name)) {
      throw new ProblemException(
          ProblemType.NAME_TAKEN,
          "Audit sink '%s' exists already. Choose another name.".formatted(name));
    }
    if (names.size() >= MOST_SINKS) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "A tenant has at most %d audit sinks; remove one first.".formatted(MOST_SINKS));
    }
  }

  /** Removes a sink with its deliveries; what is under way ends within a second. */
  void remove(UUID tenant, SinkView sink, @Nullable String ifMatch) {
    EntityTag.check(ifMatch, sink.etag(), "audit sink \"" + sink.name() + "\"");
    @Nullable Sha256 was = audit.before(tenant, "sink.remove", sink.id());
    int gone =
        jdbc.sql("delete from audit_sink where tenant_id = ? and id = ?")
            .params(tenant, sink.id())
            .update();
    if (gone == 0) {
      throw ProblemException.notFound("audit sink", sink.name());
    }
    audit.done(tenant, AuditNote.of("sink.remove", sink.name(), sink.id(), Map.of()).from(was));
  }

  /**
   * Asks for a delivery to be sent again, once and at once.
   *
   * @return the id of the new delivery
   */
  Resent resend(UUID tenant, SinkView sink, DeliveryView delivery, @Nullable String key) {
    return idempotency.once(
        new Idempotency.Create(tenant, "sink.resend", key, List.of(sink.id(), delivery.id())),
        Resent.class,
        () -> {
          requireResendable(tenant, sink, delivery);
          UUID id = Ids.next();
          jdbc.sql(
                  """
                  insert into audit_delivery (tenant_id, id, sink_id, resend_of, after_xid,
                    after_event_id, xid, event_id, events, first_at, made_at)
                  select tenant_id, :new, sink_id, id, after_xid, after_event_id, xid, event_id,
                    events, first_at, :now
                  from audit_delivery where tenant_id = :tenant and sink_id = :sink and id = :id
                  """)
              .param("new", id)
              .param("now", clock.instant().atOffset(ZoneOffset.UTC))
              .param("tenant", tenant)
              .param("sink", sink.id())
              .param("id", delivery.id())
              .update();
          audit.done(
              tenant,
              "sink.resend",
              sink.name(),
              sink.id(),
              Map.of("delivery", delivery.id().toString()));
          return new Resent(id);
        });
  }

  /** What {@link #resend} made. */
  record Resent(UUID delivery) {}

  private void requireResendable(UUID tenant, SinkView sink, DeliveryView delivery) {
    if (delivery.state().equals("PENDING")) {
      throw new ProblemException(
          ProblemType.CONFLICT, "The delivery has not arrived yet; it is tried again by itself.");
    }
    int waiting =
        jdbc.sql(
                """
                select count(*) from audit_delivery where tenant_id = ? and sink_id = ?
                  and state = 'PENDING' and resend_of is not null
                """)
            .params(tenant, sink.id())
            .query(Integer.class)
            .single();
    if (waiting >= MOST_RESENDS) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "%d deliveries of this sink wait to be sent again; wait for them.".formatted(waiting));
    }
  }
}
