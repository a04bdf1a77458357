package dev.meridian.controlplane.audit;

import dev.meridian.tenancy.audit.PersonalValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event as it is stored.
 *
 * @param payload what the chain's hash is over; everything but what can be erased
 * @param personal what is not erased, by field
 */
public record EventRow(
    UUID tenant, UUID id, Instant at, ObjectNode payload, Map<String, PersonalValue> personal) {
  /** Of {@code audit_event e left join audit_personal p}. */
  public static final String COLUMNS =
      """
      e.tenant_id, e.id, e.at, e.actor_id, e.actor, e.action, e.subject, e.subject_id, e.outcome,
      e.detail::text as detail, e.address, e.trace_id, e.format, e.commitments::text as commitments,
      e.origin, e.origin_id, e.result, e.before_digest, e.after_digest,
      p.actor as p_actor, p.actor_salt, p.subject as p_subject, p.subject_salt,
      p.address as p_address, p.address_salt, p.detail as p_detail, p.detail_salt,
      p.behalf as p_behalf, p.behalf_salt, p.behalf_id::text as p_behalf_id, p.behalf_id_salt
      """;

  public static final String JOIN_PERSONAL =
      " left join audit_personal p on p.tenant_id = e.tenant_id and p.event_id = e.id ";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Null when the row has no event. */
  public static @Nullable EventRow read(ResultSet row) throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    if (id == null) {
      return null;
    }
    UUID tenant = row.getObject("tenant_id", UUID.class);
    Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
    Map<String, PersonalValue> personal = new TreeMap<>();
    for (String column :
        new String[] {"actor", "subject", "address", "detail", "behalf", "behalf_id"}) {
      String value = row.getString("p_" + column);
      byte[] salt = row.getBytes(column + "_salt");
      if (value != null && salt != null) {
        personal.put(camel(column), new PersonalValue(HexFormat.of().formatHex(salt), value));
      }
    }
    return new EventRow(tenant, id, at, payload(row, tenant, id, at), personal);
  }

  private static ObjectNode payload(ResultSet row, UUID tenant, UUID id, Instant at)
      throws SQLException {
    int format = row.getInt("format");
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload
        .put("format", format)
        .put("tenant", tenant.toString())
        .put("id", id.toString())
        .put("at", at.toString())
        .put("action", row.getString("action"))
        .put("outcome", row.getString("outcome"))
        .put("origin", row.getString("origin"))
        .put("result", row.getString("result"));
    for (String optional : new String[] {"actor_id", "subject_id", "trace_id", "origin_id"}) {
      put(payload, camel(optional), row.getString(optional));
    }
    put(payload, "before", row.getString("before_digest"));
    put(payload, "after", row.getString("after_digest"));
    payload.set("commitments", JSON.readTree(row.getString("commitments")));
    // Never used by format 1; whatever stands there is part of what was hashed, and so is seen.
    put(payload, "actor", emptyToNull(row.getString("actor")));
    put(payload, "subject", emptyToNull(row.getString("subject")));
    put(payload, "address", row.getString("address"));
    JsonNode detail = JSON.readTree(row.getString("detail"));
    if (!detail.isEmpty()) {
      payload.set("detail", detail);
    }
    return payload;
  }

  private static void put(ObjectNode payload, String name, @Nullable String value) {
    if (value != null) {
      payload.put(name, value);
    }
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static String camel(String column) {
    int at = column.indexOf('_');
    if (at < 0) {
      return column;
    }
    return column.substring(0, at)
        + Character.toUpperCase(column.charAt(at + 1))
        + column.substring(at + 2);
  }

  /** A value that may be erased; null when it is, or never was. */
  public @Nullable String value(String field) {
    PersonalValue apart = personal.get(field);
    if (apart != null) {
      return apart.value();
    }
    JsonNode inline = payload.path(field);
    return inline.isMissingNode()
        ? null
        : inline.isString() ? inline.stringValue() : inline.toString();
  }

  /** A member of the payload; null when it has none. */
  public @Nullable String member(String name) {
    JsonNode value = payload.path(name);
    return value.isString() ? value.stringValue() : null;
  }
}
