package dev.meridian.controlplane.events;

import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.Ids;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Publishes events that watchers see after the transaction has committed. */
@Component
public class Events {
  static final String CHANNEL = "events";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Wakeups wakeups;
  private final InstantSource clock;

  Events(JdbcClient jdbc, JsonMapper json, Wakeups wakeups, InstantSource clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.wakeups = wakeups;
    this.clock = clock;
  }

  /**
   * Publishes an event as part of the current transaction.
   *
   * @param tenant whose event it is; the root tenant for the platform's
   * @param type what kind of thing changed: {@code instance}, {@code region}, {@code node}, {@code
   *     tenant}, {@code package}, {@code deletion}
   * @param subject the name of the thing
   * @param data further members for watchers; never a secret
   */
  public void publish(UUID tenant, String type, String subject, Map<String, ?> data) {
    jdbc.sql(
            """
            insert into event (id, tenant_id, at, type, subject, data)
            values (:id, :tenant, :at, :type, :subject, cast(:data as jsonb))
            """)
        .param("id", Ids.next())
        .param("tenant", tenant)
        .param("at", clock.instant().atOffset(ZoneOffset.UTC))
        .param("type", type)
        .param("subject", subject)
        .param("data", json.writeValueAsString(data))
        .update();
    wakeups.notifyAfterCommit(CHANNEL);
  }
}
