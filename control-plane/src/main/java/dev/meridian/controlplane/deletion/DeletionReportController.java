package dev.meridian.controlplane.deletion;

import dev.meridian.controlplane.audit.ReportSigner;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.SignedReport;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** All deletions and their reports, for those who audit the platform: the tenants are gone. */
@RestController
@RequestMapping("/api/v1/tenant-deletions")
class DeletionReportController {
  private static final String PERMISSION = "audit:read";

  /**
   * A report, to be checked offline: the signature is over the bytes of the statement.
   *
   * @param statement canonical JSON (RFC 8785)
   * @param digest SHA-256 of the statement, which the platform's audit log names
   * @param signature Ed25519 in Base64
   */
  @Schema(name = "TenantDeletionReport")
  record Report(String statement, String digest, String signature, Key key) {
    /**
     * @param key X.509 SubjectPublicKeyInfo in Base64
     * @param fingerprint SHA-256 of the key
     */
    @Schema(name = "TenantDeletionReportKey")
    record Key(int version, String key, String fingerprint) {}
  }

  private final DeletionViews views;
  private final DeletionRows rows;
  private final ReportSigner signer;
  private final Permissions permissions;
  private final Scopes scopes;

  DeletionReportController(
      DeletionViews views,
      DeletionRows rows,
      ReportSigner signer,
      Permissions permissions,
      Scopes scopes) {
    this.views = views;
    this.rows = rows;
    this.signer = signer;
    this.permissions = permissions;
    this.scopes = scopes;
  }

  /** Newest first, without their steps. */
  @GetMapping
  Page<DeletionView> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform(PERMISSION);
    int size = Page.limit(limit);
    return Page.of(
        views.page(Cursor.decode(cursor, Cursor.Part.TIME, Cursor.Part.ID), size + 1),
        size,
        one -> List.of(one.askedAt().toString(), one.id().toString()));
  }

  @GetMapping("/{id}")
  DeletionView get(@PathVariable UUID id) {
    permissions.requirePlatform(PERMISSION);
    return views.find(id).orElseThrow(() -> ProblemException.notFound("deletion", id.toString()));
  }

  /** What is gone, signed with the key of audit anchors; not found as long as it is not over. */
  @GetMapping("/{id}/report")
  Report signed(@PathVariable UUID id) {
    permissions.requirePlatform(PERMISSION);
    SignedReport report =
        scopes
            .asSystem(SystemJob.TENANT_ADMINISTRATION, () -> rows.report(id))
            .orElseThrow(() -> ProblemException.notFound("report of deletion", id.toString()));
    AnchorKeys.PublicKey key =
        signer
            .key(report.key())
            .orElseThrow(
                () -> new IllegalStateException("Anchor key " + report.key() + " is gone"));
    return new Report(
        report.statement(),
        report.digest().hex(),
        report.signature(),
        new Report.Key(key.version(), key.key(), key.fingerprint()));
  }
}
