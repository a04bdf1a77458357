package dev.meridian.controlplane.federation.link;

import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Opens and ends sessions of agents in the database. */
@Component
class SessionStore {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final NodeStore nodes;
  private final InstantSource clock;
  private final String replica;

  SessionStore(
      Scopes scopes,
      JdbcClient jdbc,
      NodeStore nodes,
      InstantSource clock,
      AgentLinkProperties properties) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.nodes = nodes;
    this.clock = clock;
    this.replica = properties.replicaName();
  }

  /** What an agent has proved and says of itself. */
  record Hello(
      UUID agentId, String bootId, String historyEpoch, long lastRevision, String agentVersion) {}

  /**
   * A session that was opened.
   *
   * @param region name of the agent's region
   * @param orphans pods that the agent has and this database does not know, since a restore
   */
  record Session(
      long number,
      String region,
      UUID epoch,
      HistoryCheck history,
      boolean dead,
      List<UUID> orphans) {}

  /** The public key of an agent; empty for an unknown one and for one that was removed. */
  Optional<byte[]> publicKey(UUID agentId) {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql("select public_key from agent where id = ? and state <> 'REMOVED'")
                .param(agentId)
                .query(byte[].class)
                .optional());
  }

  boolean isRemoved(UUID agentId) {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql("select exists (select from agent where id = ? and state = 'REMOVED')")
                .param(agentId)
                .query(Boolean.class)
                .single());
  }

  /** Raises the session number; from here on, what older streams of the agent send is dropped. */
  Session open(Hello hello) {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          Row row = read(hello.agentId());
          HistoryCheck history =
              HistoryCheck.of(
                  row.known(), new HistoryCheck.Claim(hello.historyEpoch(), hello.lastRevision()));
          OffsetDateTime now = now();
          if (history instanceof HistoryCheck.Hold hold && row.known().holdReason() == null) {
            hold(hello, hold.reason(), now);
          }
          long session = raise(hello, now);
          nodes.announce(hello.agentId(), "connected");
          return new Session(
              session,
              row.region(),
              row.known().epoch(),
              history,
              row.dead(),
              orphans(hello.agentId()));
        });
  }

  private record Row(HistoryCheck.Known known, String region, boolean dead) {}

  private Row read(UUID agentId) {
    return jdbc.sql(
            """
            select e.epoch, a.history_epoch, a.revision, a.state, h.reason, h.resumed_at,
                   h.reported_epoch, h.resumed_epoch, r.name as region
            from agent a join region r on r.id = a.region_id
              cross join history_epoch e left join agent_hold h on h.agent_id = a.id
            where a.id = ? and a.state <> 'REMOVED' for update of a
            """)
        .param(agentId)
        .query((row, n) -> row(row))
        .single();
  }

  private static Row row(ResultSet row) throws SQLException {
    String state = row.getString("state");
    boolean resumed = row.getObject("resumed_at") != null;
    @Nullable String reason = row.getString("reason");
    return new Row(
        new HistoryCheck.Known(
            row.getObject("epoch", UUID.class),
            row.getObject("history_epoch", UUID.class),
            row.getLong("revision"),
            state.equals("ON_HOLD") && !resumed ? (reason == null ? "On hold." : reason) : null,
            resumed
                ? new HistoryCheck.Resumed(
                    row.getString("reported_epoch"), row.getObject("resumed_epoch", UUID.class))
                : null),
        row.getString("region"),
        state.equals("DEAD"));
  }

  private long raise(Hello hello, OffsetDateTime now) {
    return jdbc.sql(
            """
            update agent
            set session = session + 1, session_replica = :replica, connected = true,
                connection_since = :now, last_seen_at = :now, boot_id = :boot,
                agent_version = :version, revision = greatest(revision, :revision),
                revision_taken = greatest(revision_taken, :revision)
            where id = :agent returning session
            """)
        .param("replica", replica)
        .param("now", now)
        .param("boot", hello.bootId())
        .param("version", hello.agentVersion())
        .param("revision", hello.lastRevision())
        .param("agent", hello.agentId())
        .query(Long.class)
        .single();
  }

  private void hold(Hello hello, String reason, OffsetDateTime now) {
    jdbc.sql("update agent set state = 'ON_HOLD' where id = ? and state = 'JOINED'")
        .param(hello.agentId())
        .update();
    jdbc.sql(
            """
            insert into agent_hold (agent_id, since, reason, reported_epoch, reported_revision)
            values (:agent, :now, :reason, :epoch, :revision)
            on conflict (agent_id) do update
            set since = excluded.since, reason = excluded.reason,
                reported_epoch = excluded.reported_epoch,
                reported_revision = excluded.reported_revision, inventory = null,
                inventory_at = null, resumed_at = null, resumed_by = null, resumed_epoch = null
            """)
        .param("agent", hello.agentId())
        .param("now", now)
        .param("reason", reason)
        .param("epoch", hello.historyEpoch())
        .param("revision", hello.lastRevision())
        .update();
  }

  private List<UUID> orphans(UUID agentId) {
    return jdbc.sql(
            """
            select cast(p.pod ->> 'podId' as uuid)
            from agent_hold h,
                 jsonb_array_elements(coalesce(h.inventory -> 'pods', '[]'::jsonb)) as p (pod)
            where h.agent_id = :agent and h.resumed_at is not null
              and not exists (select from desired_pod d where d.agent_id = :agent
                              and d.pod_id = cast(p.pod ->> 'podId' as uuid))
            """)
        .param("agent", agentId)
        .query(UUID.class)
        .list();
  }

  /** Stores what an agent on hold has. */
  void inventory(UUID agentId, long session, String inventory) {
    scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          jdbc.sql(
                  """
                  update agent_hold set inventory = cast(:inventory as jsonb), inventory_at = :now
                  where agent_id = :agent and resumed_at is null
                    and exists (select from agent where id = :agent and session = :session)
                  """)
              .param("inventory", inventory)
              .param("now", now())
              .param("agent", agentId)
              .param("session", session)
              .update();
          nodes.announce(agentId, "inventory");
        });
  }

  /** Ends a session, unless a newer one has taken its place. */
  void close(UUID agentId, long session, Instant lastHeard) {
    scopes.asSystem(
        SystemJob.FEDERATION,
        () -> {
          int ended =
              jdbc.sql(
                      """
                      update agent set connected = false, last_seen_at = :seen,
                        connection_since = :now
                      where id = :agent and session = :session and connected
                      """)
                  .param("seen", lastHeard.atOffset(ZoneOffset.UTC))
                  .param("now", now())
                  .param("agent", agentId)
                  .param("session", session)
                  .update();
          if (ended == 1) {
            nodes.announce(agentId, "disconnected");
          }
        });
  }

  /** Ends every session that this replica left behind when it last stopped. */
  void closeLeftBehind() {
    scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql(
                    """
                    update agent set connected = false, connection_since = :now
                    where session_replica = :replica and connected
                    """)
                .param("now", now())
                .param("replica", replica)
                .update());
  }

  /** Sightings and revisions of many agents, a statement for all; those of older sessions not. */
  void seen(List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return;
    }
    scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql(
                    """
                    update agent a
                    set last_seen_at = x.seen, revision_taken = greatest(a.revision_taken, x.taken)
                    from unnest(cast(:ids as uuid[]), cast(:sessions as bigint[]),
                           cast(:seen as timestamptz[]), cast(:taken as bigint[]))
                         as x (id, session, seen, taken)
                    where a.id = x.id and a.session = x.session
                    """)
                .param("ids", texts(sightings.stream().map(s -> s.agentId().toString()).toList()))
                .param(
                    "sessions",
                    texts(sightings.stream().map(s -> Long.toString(s.session())).toList()))
                .param("seen", texts(sightings.stream().map(s -> s.seen().toString()).toList()))
                .param(
                    "taken", texts(sightings.stream().map(s -> Long.toString(s.taken())).toList()))
                .update());
  }

  /** When an agent was last heard, and up to which revision it has stored its orders. */
  record Sighting(UUID agentId, long session, Instant seen, long taken) {}

  /** Which of these agents have orders above the revision that they have stored. */
  List<UUID> withOrders() {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql(
                    """
                    select id from agent
                    where session_replica = ? and connected and revision > revision_taken
                    """)
                .param(replica)
                .query(UUID.class)
                .list());
  }

  /** Those of the sessions that another stream has replaced, perhaps on another replica. */
  List<UUID> replaced(Map<UUID, Long> sessions) {
    return scopes.asSystem(
        SystemJob.FEDERATION,
        () ->
            jdbc.sql(
                    """
                    select a.id from agent a
                    join unnest(cast(:ids as uuid[]), cast(:sessions as bigint[])) as x (id, session)
                      on x.id = a.id and a.session > x.session
                    """)
                .param("ids", texts(sessions.keySet().stream().map(UUID::toString).toList()))
                .param("sessions", texts(sessions.values().stream().map(String::valueOf).toList()))
                .query(UUID.class)
                .list());
  }

  private OffsetDateTime now() {
    return clock.instant().atOffset(ZoneOffset.UTC);
  }

  private static String[] texts(List<String> values) {
    return values.toArray(String[]::new);
  }
}
