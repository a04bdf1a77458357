package dev.meridian.controlplane.secrets;

import dev.meridian.controlplane.events.Events;
import dev.meridian.controlplane.maintenance.HeldUpdates;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Lane;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.controlplane.platform.WorkQueue;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.secrets.Secret;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * A tenant's secrets. Values come in and never go out, but for {@code reveal}, which has a
 * permission of its own and is audited.
 */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/secrets")
class SecretController {
  private static final String KIND = "instance";

  private final Secrets secrets;
  private final Permissions permissions;
  private final Callers callers;
  private final Scopes scopes;
  private final HeldUpdates held;
  private final WorkQueue queue;
  private final Events events;
  private final Idempotency idempotency;

  SecretController(
      Secrets secrets,
      Permissions permissions,
      Callers callers,
      Scopes scopes,
      HeldUpdates held,
      WorkQueue queue,
      Events events,
      Idempotency idempotency) {
    this.secrets = secrets;
    this.permissions = permissions;
    this.callers = callers;
    this.scopes = scopes;
    this.held = held;
    this.queue = queue;
    this.events = events;
    this.idempotency = idempotency;
  }

  /**
   * @param label {@code name=value}, any number of them; all must match
   */
  @GetMapping
  Page<SecretView> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable String under,
      @RequestParam(required = false) @Nullable List<String> label,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "secret:read");
    int size = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT);
    Map<String, String> labels = SecretRequests.labels(label);
    List<Secret> rows =
        scopes.inTenant(
            id,
            () ->
                secrets.page(
                    id,
                    under == null ? "" : under,
                    labels,
                    after == null ? "" : after.getFirst(),
                    size + 1));
    return Page.of(rows, size, secret -> List.of(secret.path())).map(SecretView::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  SecretDetail create(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody SecretRequests.Create asked) {
    UUID id = permissions.requireTenant(tenant, "secret:write");
    SecretValue value = asked.value().read();
    return once(
        new Idempotency.Create(id, "secret.create", key, asked),
        () -> {
          UUID made =
              secrets.create(
                  id,
                  asked.requiredPath(),
                  asked.descriptionOrNone(),
                  asked.checkedLabels(),
                  value);
          published(id, made);
          return detail(id, made);
        });
  }

  @GetMapping("/{secret}")
  ResponseEntity<SecretDetail> get(@PathVariable String tenant, @PathVariable UUID secret) {
    UUID id = permissions.requireTenant(tenant, "secret:read");
    SecretDetail found = scopes.inTenant(id, () -> detail(id, secret));
    return ResponseEntity.ok().eTag(found.etag()).body(found);
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/{secret}")
  ResponseEntity<SecretDetail> describe(
      @PathVariable String tenant,
      @PathVariable UUID secret,
      @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
      @RequestBody SecretRequests.Describe asked) {
    UUID id = permissions.requireTenant(tenant, "secret:write");
    SecretDetail changed =
        scopes.inTenant(
            id,
            () -> {
              secrets.describe(
                  id,
                  secret,
                  asked.descriptionOrNone(),
                  asked.checkedLabels(),
                  version -> EntityTag.require(ifMatch, EntityTag.of(version), "the secret"));
              published(id, secret);
              return detail(id, secret);
            });
    return ResponseEntity.ok().eTag(changed.etag()).body(changed);
  }

  /**
   * Adds a version; pods that use the secret are launched anew with the pace of their package, in
   * the maintenance windows that bind them.
   *
   * @param now without waiting for a window; needs {@code plan:write} too
   */
  @PostMapping("/{secret}/versions")
  @ResponseStatus(HttpStatus.CREATED)
  SecretDetail rotate(
      @PathVariable String tenant,
      @PathVariable UUID secret,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestParam(defaultValue = "false") boolean now,
      @RequestBody SecretRequests.Value asked) {
    UUID id = permissions.requireTenant(tenant, "secret:write");
    if (now) {
      permissions.requireTenant(tenant, "plan:write");
    }
    String username = callers.current().username();
    SecretValue value = asked.read();
    return once(
        new Idempotency.Create(id, "secret.rotate " + secret + (now ? " now" : ""), key, asked),
        () -> {
          secrets.rotate(id, secret, value);
          secrets
              .users(id, secret)
              .forEach(
                  instance -> {
                    queue.enqueue(Lane.VERB, KIND, id, instance);
                    if (now) {
                      held.startNow(id, instance, username);
                    }
                  });
          published(id, secret);
          return detail(id, secret);
        });
  }

  /** Shows a value, once and to be kept by nobody in between. */
  @PostMapping("/{secret}/versions/{number}/reveal")
  ResponseEntity<SecretRequests.Value> reveal(
      @PathVariable String tenant, @PathVariable UUID secret, @PathVariable int number) {
    UUID id = permissions.requireTenant(tenant, "secret:reveal");
    SecretValue value = scopes.inTenant(id, () -> secrets.reveal(id, secret, number));
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .body(SecretRequests.Value.of(value));
  }

  @DeleteMapping("/{secret}/versions/{number}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void destroyVersion(
      @PathVariable String tenant, @PathVariable UUID secret, @PathVariable int number) {
    UUID id = permissions.requireTenant(tenant, "secret:write");
    scopes.inTenant(id, () -> secrets.destroyVersion(id, secret, number));
  }

  @DeleteMapping("/{secret}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String tenant, @PathVariable UUID secret) {
    UUID id = permissions.requireTenant(tenant, "secret:write");
    scopes.inTenant(
        id,
        () -> {
          secrets.delete(id, secret);
          published(id, secret);
        });
  }

  private SecretDetail once(Idempotency.Create asked, Supplier<SecretDetail> create) {
    return scopes.inTenant(
        asked.tenant(), () -> idempotency.once(asked, SecretDetail.class, create));
  }

  private SecretDetail detail(UUID tenant, UUID secret) {
    return SecretDetail.of(secrets.detail(tenant, secret));
  }

  private void published(UUID tenant, UUID secret) {
    events.publish(tenant, "secret", secret.toString(), Map.of("secret", secret.toString()));
  }
}
