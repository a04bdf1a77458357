package dev.meridian.controlplane.audit;

import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.audit.ChainHead;
import dev.meridian.tenancy.audit.ExportLines;
import dev.meridian.tenancy.audit.ExportedLog;
import dev.meridian.tenancy.audit.Sha256;
import dev.meridian.tenancy.audit.Trust;
import dev.meridian.tenancy.audit.Verdict;
import dev.meridian.tenancy.audit.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** A tenant's whole log: as lines that anybody can check, or checked here. */
@Component
class AuditExport {
  private final AuditLog log;
  private final AnchorSigner signer;
  private final InstantSource clock;

  AuditExport(AuditLog log, AnchorSigner signer, InstantSource clock) {
    this.log = log;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * What a check of the database found.
   *
   * @param intact whether there are no verdicts
   * @param entries how many the chain has
   * @param pending events that wait for the chain
   */
  record AuditCheck(
      boolean intact,
      long entries,
      int pending,
      int anchors,
      @Nullable AuditHead head,
      List<AuditVerdict> verdicts) {
    /** Keep it elsewhere: a log that was cut or rewritten since does not have it. */
    record AuditHead(long position, String hash) {}

    /**
     * @param kind EDITED, MISSING, TRUNCATED, FORKED, REORDERED, APPENDED_BY_HAND or
     *     ANCHOR_MISMATCH
     * @param position of the entry; 0 when it is about no entry
     */
    record AuditVerdict(Verdict.Kind kind, long position, String message) {}
  }

  /** Writes the lines of the export; the last one is of type head. */
  void write(TenantRef tenant, OutputStream out) throws IOException {
    UUID id = tenant.id();
    Instant now = clock.instant();
    AuditLog.Extent extent = log.extent(id);
    line(out, ExportLines.begin(id, tenant.path(), now, signer.publicKeys()));
    for (long first = 1; first <= extent.last(); first += AuditLog.STRIDE) {
      for (AuditLog.Entry entry : log.entries(id, first, end(first, extent))) {
        EventRow event = entry.event();
        line(
            out,
            ExportLines.entry(
                entry.position(),
                entry.previous(),
                entry.payload(),
                entry.hash(),
                event == null ? null : event.payload(),
                event == null ? Map.of() : event.personal()));
      }
      out.flush();
    }
    for (EventRow event : extent.pending()) {
      line(out, ExportLines.pending(event.payload(), event.personal()));
    }
    for (var anchor : extent.anchors()) {
      line(out, ExportLines.anchor(anchor));
    }
    line(out, ExportLines.end(extent.head()));
    out.flush();
  }

  /** Checks the log as the database has it now. */
  AuditCheck check(UUID tenant) {
    Instant now = clock.instant();
    AuditLog.Extent extent = log.extent(tenant);
    List<ExportedLog.Link> links = new ArrayList<>();
    for (long first = 1; first <= extent.last(); first += AuditLog.STRIDE) {
      log.entries(tenant, first, end(first, extent)).forEach(entry -> links.add(link(entry)));
    }
    ChainHead head = extent.head();
    List<Verdict> verdicts =
        Verification.of(
            new ExportedLog(
                tenant,
                now,
                links,
                extent.pending().stream()
                    .map(event -> new ExportedLog.Pending(event.id(), event.at()))
                    .toList(),
                extent.anchors(),
                head == null ? new ChainHead(0, new Sha256("0".repeat(64))) : head,
                List.of()),
            new Trust(signer.publicKeys(), List.of()));
    return new AuditCheck(
        verdicts.isEmpty(),
        links.size(),
        extent.pending().size(),
        extent.anchors().size(),
        head == null ? null : new AuditCheck.AuditHead(head.position(), head.hash().hex()),
        verdicts.stream()
            .map(v -> new AuditCheck.AuditVerdict(v.kind(), v.position(), v.message()))
            .toList());
  }

  private static long end(long first, AuditLog.Extent extent) {
    return Math.min(first + AuditLog.STRIDE - 1, extent.last());
  }

  private static ExportedLog.Link link(AuditLog.Entry entry) {
    EventRow event = entry.event();
    return ExportedLog.Link.of(
        entry.position(),
        entry.previous(),
        entry.payload(),
        entry.hash(),
        event == null ? null : event.payload(),
        event == null ? Map.of() : event.personal());
  }

  private static void line(OutputStream out, JsonNode line) throws IOException {
    out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }
}
