package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Page;
import dev.meridian.tenancy.Audit;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.TenantRef;
import dev.meridian.tenancy.Tenants;
import dev.meridian.tenancy.audit.AnchorKeys;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log of a tenant; {@code -} is the platform's own. Needs {@code audit:read} there. */
@RestController
@RequestMapping("/api/v1")
class AuditController {
  private static final String PERMISSION = "audit:read";

  private final AuditLog log;
  private final AuditExport exports;
  private final AnchorSigner signer;
  private final Audit audit;
  private final Permissions permissions;
  private final Tenants tenants;
  private final Scopes scopes;

  AuditController(
      AuditLog log,
      AuditExport exports,
      AnchorSigner signer,
      Audit audit,
      Permissions permissions,
      Tenants tenants,
      Scopes scopes) {
    this.log = log;
    this.exports = exports;
    this.signer = signer;
    this.audit = audit;
    this.permissions = permissions;
    this.tenants = tenants;
    this.scopes = scopes;
  }

  /** Newest first. */
  @GetMapping("/tenants/{tenant}/audit")
  Page<AuditEventView> auditEvents(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable String actor,
      @RequestParam(required = false) @Nullable String action,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable String outcome,
      @RequestParam(required = false) @Nullable String from,
      @RequestParam(required = false) @Nullable String to,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, PERMISSION);
    AuditFilter filter = AuditFilter.of(actor, action, subject, outcome, from, to);
    return log.search(id, filter, Page.limit(limit), cursor);
  }

  /** JSON lines; an export without its last line, of type head, broke off. It is audited itself. */
  @GetMapping(path = "/tenants/{tenant}/audit/export", produces = "application/x-ndjson")
  void auditExport(@PathVariable String tenant, HttpServletResponse response) throws IOException {
    UUID id = permissions.requireTenant(tenant, PERMISSION);
    TenantRef ref = tenants.find(id);
    scopes.inTenant(id, () -> audit.done(id, "audit.export", ref.path(), id, Map.of()));
    response.setContentType("application/x-ndjson");
    response.setHeader(
        HttpHeaders.CONTENT_DISPOSITION,
        "attachment; filename=\"audit-%s.jsonl\"".formatted(ref.label()));
    exports.write(ref, response.getOutputStream());
  }

  /** Checks the log as the database has it. */
  @GetMapping("/tenants/{tenant}/audit/verify")
  AuditExport.AuditCheck auditVerify(@PathVariable String tenant) {
    return exports.check(permissions.requireTenant(tenant, PERMISSION));
  }

  /**
   * @param key X.509 SubjectPublicKeyInfo in Base64
   * @param fingerprint SHA-256 of the key
   */
  record AuditKey(int version, String algorithm, String key, String fingerprint) {}

  /** The public keys that verify the signed anchors; everybody who is signed in may have them. */
  @GetMapping("/audit/keys")
  List<AuditKey> auditKeys() {
    return signer.publicKeys().stream()
        .map(
            (AnchorKeys.PublicKey key) ->
                new AuditKey(key.version(), "Ed25519", key.key(), key.fingerprint()))
        .toList();
  }
}
