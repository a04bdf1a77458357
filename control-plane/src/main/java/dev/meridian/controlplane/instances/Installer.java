package dev.meridian.controlplane.instances;

import dev.meridian.controlplane.catalog.PackageVersion;
import dev.meridian.controlplane.catalog.Packages;
import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.placement.PlacementRequests;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.spec.SpecJson;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.AuditNote;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Claim;
import dev.meridian.tenancy.GroupedClaims;
import dev.meridian.tenancy.Ids;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.Sha256;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
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
  private final LeftVolumes left;
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
      LeftVolumes left,
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
    this.left = left;
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
    PackageVersion source =
        packages.resolve(request.packageName(), Optional.ofNullable(request.version()));
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
    Restoration restored =
        request.restores()
            ? left.promise(tenant, id, request.name(), source.name(), resolved.spec())
            : Restoration.NONE;
    // What is restored claims already; its claim becomes the instance's when that is placed.
    claims.hold(
        tenant,
        id,
        Claim.ofPackage(
            source.name(),
            Footprints.of(resolved.spec()).without(restored.claimedAlready(resolved.spec()))));
    secrets.record(tenant, id, request.name(), resolved.spec());
    intend(tenant, id, "INSTALL", Map.of("allowWaiting", request.waits()), caller.username());
    audit.done(tenant, "instance.install", request.name(), id, detail(source, restored));
    published(tenant, request.name());
    return id;
  }

  private static Map<String, Object> detail(PackageVersion source, Restoration restored) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("package", source.name());
    detail.put("version", source.version());
    if (!restored.volumes().isEmpty()) {
      detail.put("restoredVolumes", restored.volumes().stream().map(KeptVolume::id).toList());
    }
    return detail;
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
}
