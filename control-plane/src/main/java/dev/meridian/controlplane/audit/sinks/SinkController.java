package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where the audit log of a tenant and of all below it is streamed to; {@code -} is the platform
 * with all tenants. Whoever adds a sink must have {@code audit:write} and {@code audit:read} in all
 * of that.
 */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/audit/sinks")
class SinkController {
  private static final String READ = "audit:read";
  private static final String WRITE = "audit:write";

  /**
   * @param kind syslog or webhook
   * @param target tls://host:port or tcp://host:port for syslog, https://… for a webhook
   * @param caCertificate PEM of the authorities to trust instead of the public ones
   * @param history whether it gets what is in the log already, from the first event on
   */
  @Schema(name = "NewAuditSink")
  record NewSink(
      @NotNull(message = "is missing: give the sink a name") String name,
      @NotNull(message = "is missing: give syslog or webhook") String kind,
      @NotNull(message = "is missing: give the address to send to") String target,
      @Nullable String caCertificate,
      @Nullable Boolean history) {}

  /**
   * @param secret what a webhook's deliveries are signed with; it is shown this once. Null for
   *     syslog
   */
  @Schema(name = "AuditSinkAdded")
  record SinkAdded(UUID id, String name, @Nullable String secret) {
    @Override
    public String toString() {
      return "audit sink " + name;
    }
  }

  private final Permissions permissions;
  private final Scopes scopes;
  private final SinkTarget targets;
  private final SinkQueries queries;
  private final SinkChanges changes;
  private final SinkFeed feed;

  SinkController(
      Permissions permissions,
      Scopes scopes,
      SinkTarget targets,
      SinkQueries queries,
      SinkChanges changes,
      SinkFeed feed) {
    this.permissions = permissions;
    this.scopes = scopes;
    this.targets = targets;
    this.queries = queries;
    this.changes = changes;
    this.feed = feed;
  }

  @GetMapping
  Page<SinkView> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, READ);
    int size = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT);
    return Page.of(
        queries.page(id, after == null ? null : after.getFirst(), size + 1),
        size,
        sink -> List.of(sink.name()));
  }

  @Problems(also = {ProblemType.NAME_TAKEN, ProblemType.CONFLICT})
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  SinkAdded add(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewSink asked) {
    UUID id = requireWriter(tenant);
    SinkKind kind =
        SinkKind.find(asked.kind())
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemType.INVALID,
                        "There is no kind of sink \"%s\"; give syslog or webhook."
                            .formatted(asked.kind()),
                        List.of(new FieldError("/kind", "must be syslog or webhook"))));
    Optional<SinkAdded> before = changes.added(id, asked, key);
    if (before.isPresent()) {
      // Not looked at again: its address may not be found now, and the secret is in this answer.
      return before.get();
    }
    String target = targets.checked(kind, asked.target());
    targets.checkCertificates(asked.caCertificate());
    Place from =
        Boolean.TRUE.equals(asked.history())
            ? Place.BEFORE_ALL
            : scopes.asSystem(SystemJob.AUDIT, feed::end);
    return scopes.inTenant(id, () -> changes.add(id, asked, kind, target, from, key));
  }

  @GetMapping("/{sink}")
  ResponseEntity<SinkView> get(@PathVariable String tenant, @PathVariable String sink) {
    SinkView found = queries.find(permissions.requireTenant(tenant, READ), sink);
    return ResponseEntity.ok().header(HttpHeaders.ETAG, found.etag()).body(found);
  }

  @DeleteMapping("/{sink}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void remove(
      @PathVariable String tenant,
      @PathVariable String sink,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    UUID id = permissions.requireTenant(tenant, WRITE);
    SinkView found = queries.find(id, sink);
    scopes.inTenant(id, () -> changes.remove(id, found, ifMatch));
  }

  /** The newest first; the last hundred are kept. */
  @GetMapping("/{sink}/deliveries")
  Page<DeliveryView> deliveries(
      @PathVariable String tenant,
      @PathVariable String sink,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, READ);
    int size = Page.limit(limit);
    List<String> before = Cursor.decode(cursor, Cursor.Part.ID);
    SinkView found = queries.find(id, sink);
    return Page.of(
        scopes.inTenant(
            id,
            () ->
                queries.deliveries(
                    id, found.id(), before == null ? null : before.getFirst(), size + 1)),
        size,
        delivery -> List.of(delivery.id().toString()));
  }

  /** Sends a delivery again, once; what was erased since is no longer in it. */
  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/{sink}/deliveries/{delivery}/resend")
  @ResponseStatus(HttpStatus.CREATED)
  DeliveryView resend(
      @PathVariable String tenant,
      @PathVariable String sink,
      @PathVariable UUID delivery,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key) {
    UUID id = requireWriter(tenant);
    SinkView found = queries.find(id, sink);
    return scopes.inTenant(
        id,
        () -> {
          DeliveryView present = queries.delivery(id, found.id(), delivery);
          return queries.delivery(
              id, found.id(), changes.resend(id, found, present, key).delivery());
        });
  }

  /** A sink shows what is below the tenant too, so that reading it there is needed as well. */
  private UUID requireWriter(String tenant) {
    permissions.requireSubtree(tenant, WRITE);
    return permissions.requireSubtree(tenant, READ);
  }
}
