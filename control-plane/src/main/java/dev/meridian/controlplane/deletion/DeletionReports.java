package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.audit.ReportSigner;
import dev.meridian.controlplane.events.Events;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.CanonicalJson;
import dev.meridian.tenancy.audit.SignedReport;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ends a deletion with a signed report of what is gone. It names people by the ids of their
 * accounts only, for it is never erased; the platform's audit log names its digest.
 */
@Component
class DeletionReports {
  static final String TYPE = "meridian-deletion-report/1";

  private final Scopes scopes;
  private final DeletionRows rows;
  private final ReportSigner signer;
  private final Tenants tenants;
  private final Audit audit;
  private final Events events;
  private final DeletionNews news;
  private final JsonMapper json;
  private final InstantSource clock;

  DeletionReports(
      Scopes scopes,
      DeletionRows rows,
      ReportSigner signer,
      Tenants tenants,
      Audit audit,
      Events events,
      DeletionNews news,
      JsonMapper json,
      InstantSource clock) {
    this.scopes = scopes;
    this.rows = rows;
    this.signer = signer;
    this.tenants = tenants;
    this.audit = audit;
    this.events = events;
    this.news = news;
    this.json = json;
    this.clock = clock;
  }

  /** Signs and keeps the report, once. All steps are done; call outside of scopes. */
  void complete(Deletion deletion) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    UUID root = tenants.root().id();
    SignedReport report =
        signer.sign(
            scopes.asSystem(
                SystemJob.TENANT_ADMINISTRATION,
                () -> CanonicalJson.text(statement(rows.find(deletion.id()).orElseThrow(), now))));
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          if (rows.lockOpen(deletion.tenant())
              .filter(open -> open.id().equals(deletion.id()))
              .isEmpty()) {
            // Another worker has signed it meanwhile.
            return;
          }
          rows.completed(deletion, report, now);
          audit.done(
              root,
              "tenant.delete-end",
              deletion.path(),
              deletion.tenant(),
              Map.of("deletion", deletion.id().toString(), "report", report.digest().hex()));
          events.publish(root, "tenant", deletion.path(), Map.of("tenant", deletion.path()));
          news.moved(deletion);
        });
  }

  private JsonNode statement(Deletion deletion, Instant now) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("type", TYPE).put("deletion", deletion.id().toString());
    node.putObject("tenant")
        .put("id", deletion.tenant().toString())
        .put("path", deletion.path())
        .put("label", deletion.label());
    UUID askedBy = deletion.askedById();
    if (askedBy != null) {
      node.put("askedBy", askedBy.toString());
    }
    node.put("askedAt", deletion.askedAt().toString())
        .put("graceEndedAt", deletion.graceEndsAt().toString())
        .put("startedAt", String.valueOf(deletion.startedAt()))
        .put("completedAt", now.toString());
    List<Deletion.Step> steps = rows.steps(deletion);
    Map<String, Long> total = new TreeMap<>();
    ArrayNode all = node.putArray("tenants");
    for (Deletion.Member member : rows.members(deletion)) {
      ArrayNode taken =
          all.addObject()
              .put("id", member.tenant().toString())
              .put("path", member.path())
              .put("label", member.label())
              .putArray("steps");
      for (Deletion.Step step : steps) {
        if (step.tenant().equals(member.tenant())) {
          JsonNode gone = json.readTree(step.gone());
          gone.properties()
              .forEach(
                  kind ->
                      total.merge(
                          kind.getKey(), kind.getValue().path("count").asLong(), Long::sum));
          taken
              .addObject()
              .put("step", step.kind().name())
              .put("doneAt", step.since().toString())
              .set("gone", gone);
        }
      }
    }
    ObjectNode sums = node.putObject("total");
    total.forEach(sums::put);
    ArrayNode stays = node.putArray("stays");
    OwnedTables.STAYING.forEach(stays::add);
    return node;
  }
}
