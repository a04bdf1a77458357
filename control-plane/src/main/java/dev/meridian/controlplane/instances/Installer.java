package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.catalog.Packages;
import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.placement.Explanation;
import dev.meridian.controlplane.placement.PlacementAsk;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.controlplane.placement.PodAsk;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.QuotaView;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.spec.PodSpec;
import dev.meridian.spec.SpecJson;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.GroupedClaims;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.QuotaLine;
import dev.meridian.tenancy.Quotas;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The install and uninstall verbs. Each is one transaction: what was checked, claimed and recorded
 * is there together or not at all.
 */
@Component
class Installer {
  private final Scopes scopes;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Packages packages;
  private final PlacementRequests placement;
  private final Quotas quotas;
  private final GroupedClaims claims;
  private final WorkQueue queue;
  private final NamedSecrets secrets;
  private final Audit audit;
  private final Events events;
  private final Tenants tenants;
  private final InstantSource clock;

  Installer(
      Scopes scopes,
      JdbcClient jdbc,
      JsonMapper json,
      Packages packages,
      PlacementRequests placement,
      Quotas quotas,
      GroupedClaims claims,
      WorkQueue queue,
      NamedSecrets secrets,
      Audit audit,
      Events events,
      Tenants tenants,
      InstantSource clock) {
    this.scopes = scopes;
    this.jdbc = jdbc;
    this.json = json;
    this.packages = packages;
    this.placement = placement;
    this.quotas = quotas;
    this.claims = claims;
    this.queue = queue;
    this.secrets = secrets;
    this.audit = audit;
    this.events = events;
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * Records the instance with its quota claim and the intent to install it.
   *
   * @return the new instance's id
   */
  UUID install(UUID tenant, InstallRequest request, Caller caller) {
    return scopes.inTenant(tenant, () -> insert(tenant, request, caller));
  }

  private UUID insert(UUID tenant, InstallRequest request, Caller caller) {
    PackageVersion source = resolve(request);
    Configurations.Resolved resolved =
        Configurations.resolve(source, request.name(), null, request.options());
    UUID id = Ids.next();
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    int inserted =
        jdbc.sql(
                """
                insert into instance (tenant_id, id, name, package_tenant_id, package_id, state,
                  state_reason, state_since, target_configuration, placement, created_at, created_by)
                values (:tenant, :id, :name, :packageTenant, :package, 'WAITING',
                  'Waiting for placement to be asked', :now, 1, cast(:placement as jsonb), :now, :by)
                on conflict (tenant_id, name) where state <> 'UNINSTALLED' do nothing
                """)
            .param("tenant", tenant)
            .param("id", id)
            .param("name", request.name())
            .param("packageTenant", source.tenantId())
            .param("package", source.id())
            .param("now", now)
            .param("placement", json.writeValueAsString(request.policy()))
            .param("by", caller.username())
            .update();
    if (inserted == 0) {
      throw new ProblemException(
          ProblemType.NAME_TAKEN,
          "There is an instance \"%s\" already; choose another name or uninstall that one first."
              .formatted(request.name()),
          List.of(new FieldError("/name", "taken")));
    }
    jdbc.sql(
            """
            insert into configuration (tenant_id, instance_id, number, schema_number, spec, options,
              created_at, created_by)
            values (:tenant, :id, 1, :schema, cast(:spec as jsonb), cast(:options as jsonb), :now,
              :by)
            """)
        .param("tenant", tenant)
        .param("id", id)
        .param("schema", SpecJson.SCHEMA)
        .param("spec", SpecJson.write(resolved.spec()))
        .param(
            "options",
            json.writeValueAsString(request.options() == null ? Map.of() : request.options()))
        .param("now", now)
        .param("by", caller.username())
        .update();
    claims.hold(tenant, id, Footprints.claim(source.name(), resolved.spec()));
    secrets.record(tenant, id, request.name(), resolved.spec());
    intend(
        tenant,
        id,
        "INSTALL",
        Map.of("allowWaiting", request.waits(), "restoreVolumes", request.restores()),
        caller.username());
    audit.done(
        tenant,
        "instance.install",
        request.name(),
        id,
        Map.of("package", source.name(), "version", source.version()));
    published(tenant, request.name());
    return id;
  }

  private PackageVersion resolve(InstallRequest request) {
    return packages.resolve(request.packageName(), Optional.ofNullable(request.version()));
  }

  private void intend(
      UUID tenant, UUID instance, String kind, Map<String, ?> payload, String askedBy) {
    jdbc.sql(
            """
            insert into intent (tenant_id, id, instance_id, kind, payload, asked_by, asked_at)
            values (:tenant, :id, :instance, :kind, cast(:payload as jsonb), :by, :now)
            """)
        .param("tenant", tenant)
        .param("id", Ids.next())
        .param("instance", instance)
        .param("kind", kind)
        .param("payload", json.writeValueAsString(payload))
        .param("by", askedBy)
        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
        .update();
    queue.enqueue(Lane.VERB, "instance", tenant, instance);
  }

  private void published(UUID tenant, String name) {
    events.publish(
        tenant, "instance", name, Map.of("instance", name, "tenant", tenants.find(tenant).path()));
  }

  /**
   * Makes an install that has no decision yet one that waits for capacity: it is about to be
   * answered as accepted, and what was accepted is kept.
   *
   * @return false when the decision came first
   */
  boolean keepWaiting(UUID tenant, UUID instance) {
    return scopes.inTenant(
        tenant,
        () -> {
          jdbc.sql(
                  """
                  update intent set payload = payload || '{"allowWaiting": true}'
                  where tenant_id = ? and instance_id = ? and kind = 'INSTALL'
                  """)
              .params(tenant, instance)
              .update();
          return placement.allowWaiting(tenant, instance);
        });
  }

  /**
   * Records the intent to uninstall; asking again while it goes on changes nothing.
   *
   * @throws ProblemException of type conflict for an instance that is protected
   */
  void uninstall(UUID tenant, UUID instance, String name, boolean deleteData, String askedBy) {
    scopes.inTenant(
        tenant,
        () -> {
          requireUnprotected(tenant, instance, name);
          @Nullable Sha256 before = audit.before(tenant, "instance.uninstall", instance);
          intend(tenant, instance, "UNINSTALL", Map.of("deleteData", deleteData), askedBy);
          audit.done(
              tenant,
              AuditNote.of("instance.uninstall", name, instance, Map.of("deleteData", deleteData))
                  .from(before));
          published(tenant, name);
        });
  }

  /** The row stays locked: the protection is not put on while the uninstall is asked for. */
  private void requireUnprotected(UUID tenant, UUID instance, String name) {
    boolean kept =
        jdbc.sql(
                """
                select deletion_protected from instance where tenant_id = ? and id = ? for share
                """)
            .params(tenant, instance)
            .query(Boolean.class)
            .optional()
            .orElse(false);
    if (kept) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "Instance \"%s\" is protected from deletion. Take the protection off first (meridian instance unprotect %s)."
              .formatted(name, name));
    }
  }

  /**
   * What an install would do, as nothing is changed.
   *
   * @param quota as it would be
   */
  @Schema(name = "InstallPreview")
  record Preview(
      Configuration configuration, Needed footprint, Explanation placement, List<QuotaView> quota) {
    @Schema(name = "PreviewedConfiguration")
    record Configuration(JsonNode spec) {}

    @Schema(name = "Footprint")
    record Needed(long pods, double cpus, long memoryBytes, long diskBytes) {}
  }

  Preview preview(UUID tenant, InstallRequest request) {
    return scopes.inTenant(
        tenant,
        () -> {
          PackageVersion source = resolve(request);
          Configurations.Resolved resolved =
              Configurations.resolve(source, request.name(), null, request.options());
          List<PodAsk> pods = new ArrayList<>();
          for (PodSpec pod : resolved.spec().pods().values()) {
            for (int i = 0; i < pod.count(); i++) {
              pods.add(Footprints.ask(Ids.next(), pod, i, source.definition().needs(), null));
            }
          }
          Amounts amounts = Footprints.of(resolved.spec());
          return new Preview(
              new Preview.Configuration(
                  json.readTree(SpecJson.write(resolved.spec())).path("spec")),
              new Preview.Needed(
                  amounts.pods(),
                  amounts.cpuMillis() / 1000.0,
                  amounts.memoryBytes(),
                  amounts.diskBytes()),
              placement.dryRun(tenant, new PlacementAsk(request.policy(), pods)),
              with(quotas.lines(tenant), amounts).stream().map(QuotaView::of).toList());
        });
  }

  private static List<QuotaLine> with(List<QuotaLine> lines, Amounts more) {
    return lines.stream()
        .map(
            line ->
                new QuotaLine(
                    line.resource(),
                    line.limit(),
                    line.used() + line.resource().in(more),
                    line.limitedBy(),
                    line.guarantee()))
        .toList();
  }
}
