package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Regions and the networks that they are in. Asks nobody for permission. */
@Component
public class Regions {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Set<String> PROVIDERS = Set.of("on-prem", "aws", "azure", "gcp", "edge");

  private static final String SELECT =
      """
      select r.id, r.name, r.display_name, r.provider, w.name as network, r.created_at,
             coalesce(n.zones, '{}') as zones, coalesce(n.nodes, 0) as nodes,
             coalesce(n.ready, 0) as ready, coalesce(n.cpu, 0) as cpu,
             coalesce(n.memory, 0) as memory, coalesce(n.disk, 0) as disk, n.seen,
             coalesce(n.used_cpu, 0) as used_cpu, coalesce(n.used_memory, 0) as used_memory,
             coalesce(n.used_disk, 0) as used_disk, coalesce(n.pods, 0) as pods,
             coalesce(n.agents, '{}') as agents, g.given, g.given_by,
             l.lacked, l.lacked_by
      from region r join network w on w.id = r.network_id
      left join lateral (
        select array_agg(distinct n.zone order by n.zone) as zones, count(*) as nodes,
               count(*) filter (where a.connected and a.state = 'JOINED') as ready,
               sum(n.cpu_millis) as cpu, sum(n.memory_bytes) as memory, sum(n.disk_bytes) as disk,
               max(a.last_seen_at) as seen, sum(s.cpu) as used_cpu, sum(s.memory) as used_memory,
               sum(s.disk) as used_disk, sum(s.pods) as pods,
               array_agg(distinct a.id) filter (where a.connected) as agents
        from node n join agent a on a.id = n.agent_id
        left join lateral (select sum(cpu_millis) as cpu, sum(memory_bytes) as memory,
                                  sum(disk_bytes) as disk, count(*) as pods
                           from reservation where node_id = n.id) s on true
        where n.region_id = r.id and n.removed_at is null) n on true
      """
          + RegionIsolation.JOINED;

  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final AgentStreams streams;
  private final Tenants tenants;
  private final Audit audit;
  private final Events events;
  private final InstantSource clock;

  Regions(
      Scopes scopes,
      JdbcClient jdbc,
      AgentStreams streams,
      Tenants tenants,
      Audit audit,
      Events events,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.streams = streams;
    this.tenants = tenants;
    this.audit = audit;
    this.events = events;
    this.clock = clock;
  }

  /**
   * A region to be made.
   *
   * @param network what its nodes reach each other in; null: {@code default}
   */
  public record NewRegion(
      @NotBlank(message = "is missing: a region needs a name") String name,
      @Schema(allowableValues = {"on-prem", "aws", "azure", "gcp", "edge"})
          @NotBlank(message = "is missing: a region needs a provider")
          String provider,
      @Nullable String network,
      @Nullable String displayName) {}

  /** All regions from a name on, by name. */
  public List<RegionView> list(@Nullable String after, int atMost) {
    return system(
        () ->
            jdbc.sql(
                    SELECT
                        + """
                        where (cast(:after as text) is null or r.name > :after)
                        order by r.name limit :atMost
                        """)
                .param("after", after)
                .param("atMost", atMost)
                .query((row, n) -> region(row))
                .list());
  }

  /** The region of this name; empty when there is none. */
  public Optional<RegionView> find(String name) {
    return system(
        () ->
            jdbc.sql(SELECT + "where r.name = ?")
                .param(name)
                .query((row, n) -> region(row))
                .optional());
  }

  /** The region of this name, or the problem that there is none. */
  RegionView get(String name) {
    return find(name).orElseThrow(() -> ProblemException.notFound("region", name));
  }

  /**
   * Makes a region, and its network when it is new.
   *
   * @throws ProblemException invalid, with the fields; name taken
   */
  public RegionView create(NewRegion asked) {
    String name = required("name", asked.name());
    String provider = required("provider", asked.provider());
    String network = asked.network() == null ? "default" : asked.network();
    checkName("/name", name);
    checkName("/network", network);
    if (!PROVIDERS.contains(provider)) {
      throw invalid(
          "/provider", "'%s' is none of on-prem, aws, azure, gcp, edge.".formatted(provider));
    }
    String display = asked.displayName() == null ? name : asked.displayName();
    checkDisplayName(display);
    scopes.asSystem(
        SystemJob.REGION_ADMINISTRATION, () -> insert(name, provider, network, display));
    return get(name);
  }

  /** What of a region may change. */
  public record RegionChange(
      @NotNull(message = "is missing: give the region a display name") String displayName) {}

  /**
   * Changes a region.
   *
   * @param ifMatch the entity tag of the version that the caller has seen
   * @throws ProblemException not found, invalid, or that the caller's version is not the present
   */
  RegionView update(String name, @Nullable String ifMatch, RegionChange change) {
    checkDisplayName(change.displayName());
    system(
        () -> {
          UUID id = get(name).id();
          long present =
              jdbc.sql("select version from region where id = ? for update")
                  .param(id)
                  .query(Long.class)
                  .single();
          EntityTag.require(ifMatch, EntityTag.of(present), "region \"" + name + "\"");
          UUID root = tenants.root().id();
          @Nullable Sha256 before = audit.before(root, "region.update", id);
          jdbc.sql("update region set display_name = ?, version = version + 1 where id = ?")
              .params(change.displayName(), id)
              .update();
          audit.done(
              root,
              AuditNote.of("region.update", name, id, Map.of("displayName", change.displayName()))
                  .from(before));
          events.publish(root, "region", name, Map.of("region", name));
          return true;
        });
    return get(name);
  }

  /** The version of a region, raised with each change of it. */
  long version(UUID id) {
    return system(
        () ->
            jdbc.sql("select version from region where id = ?")
                .param(id)
                .query(Long.class)
                .single());
  }

  private static void checkDisplayName(String text) {
    if (text.isBlank() || text.length() > 100) {
      throw invalid("/displayName", "A display name has 1 to 100 characters.");
    }
  }

  private void insert(String name, String provider, String network, String display) {
    UUID id = Ids.next();
    jdbc.sql("insert into network (id, name) values (?, ?) on conflict (name) do nothing")
        .params(Ids.next(), network)
        .update();
    try {
      jdbc.sql(
              """
              insert into region (id, name, display_name, provider, network_id, created_at)
              values (?, ?, ?, ?, (select id from network where name = ?), ?)
              """)
          .params(id, name, display, provider, network, clock.instant().atOffset(ZoneOffset.UTC))
          .update();
    } catch (DuplicateKeyException e) {
      ProblemException taken =
          new ProblemException(
              ProblemType.NAME_TAKEN,
              "There is a region '%s' already; choose another name.".formatted(name),
              List.of(new FieldError("/name", "taken")));
      taken.initCause(e);
      throw taken;
    }
    UUID root = tenants.root().id();
    audit.done(root, "region.create", name, id, Map.of("provider", provider, "network", network));
    events.publish(root, "region", name, Map.of("region", name));
  }

  private RegionView region(ResultSet row) throws SQLException {
    long nodes = row.getLong("nodes");
    long ready = row.getLong("ready");
    Instant seen = seen(row);
    return new RegionView(
        row.getObject("id", UUID.class),
        row.getString("name"),
        row.getString("display_name"),
        row.getString("provider"),
        row.getString("network"),
        RegionView.state(nodes, ready),
        RegionView.reason(nodes, ready, seen),
        List.of((String[]) row.getArray("zones").getArray()),
        nodes,
        ready,
        row.getLong("pods"),
        AmountsView.of(row.getLong("cpu"), row.getLong("memory"), row.getLong("disk")),
        AmountsView.of(
            row.getLong("used_cpu"), row.getLong("used_memory"), row.getLong("used_disk")),
        RegionIsolation.of(row),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        seen);
  }

  private @Nullable Instant seen(ResultSet row) throws SQLException {
    OffsetDateTime stored = row.getObject("seen", OffsetDateTime.class);
    Instant latest = stored == null ? null : stored.toInstant();
    for (UUID agent : (UUID[]) row.getArray("agents").getArray()) {
      Instant heard = streams.lastHeard(agent).orElse(null);
      if (heard != null && (latest == null || heard.isAfter(latest))) {
        latest = heard;
      }
    }
    return latest;
  }

  private static void checkName(String pointer, String value) {
    if (!NAME.matcher(value).matches()) {
      throw invalid(
          pointer,
          "'%s' is no DNS label: use at most 63 lower-case letters, digits and dashes."
              .formatted(value));
    }
  }

  private static String required(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      throw invalid("/" + field, "A region needs a " + field + ".");
    }
    return value;
  }

  private static ProblemException invalid(String pointer, String message) {
    return new ProblemException(
        ProblemType.INVALID, message, List.of(new FieldError(pointer, message)));
  }

  private <T> T system(java.util.function.Supplier<T> work) {
    return scopes.asSystem(SystemJob.REGION_ADMINISTRATION, work);
  }
}
