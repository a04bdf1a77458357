package dev.meridian.controlplane.events;

import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenants;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Live updates as server-sent events; {@code Last-Event-ID} resumes without a gap. */
@RestController
@RequestMapping("/api/v1")
class EventController {
  private final EventStreams streams;
  private final Permissions permissions;
  private final Callers callers;
  private final Tenants tenants;

  EventController(EventStreams streams, Permissions permissions, Callers callers, Tenants tenants) {
    this.streams = streams;
    this.permissions = permissions;
    this.callers = callers;
    this.tenants = tenants;
  }

  @GetMapping(path = "/tenants/{tenant}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter ofTenant(
      @PathVariable String tenant,
      @RequestParam(defaultValue = "true") boolean subtree,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
    UUID id = permissions.requireTenant(tenant, "instance:read");
    var caller = callers.current();
    // Who may read the tenant alone gets its own, and nothing of those below.
    boolean below = subtree && permissions.mayThroughout(caller, "instance:read", id);
    // Before what it is of: a move in between ends the stream, and does not go unseen.
    long shape = tenants.shape();
    Set<UUID> seen = Set.copyOf(below ? tenants.subtree(id) : List.of(id));
    return streams.open(
        seen,
        FeedPosition.parse(lastEventId),
        () ->
            below
                // After a move the subtree is another one: the client resumes and gets that.
                ? tenants.shape() == shape && permissions.mayThroughout(caller, "instance:read", id)
                : permissions.may(caller, "instance:read", id));
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter ofPlatform(
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
    // Everybody's instances are in it: what each role may read on the platform is not enough.
    permissions.requirePlatform("instance:read");
    var caller = callers.current();
    return streams.open(
        null,
        FeedPosition.parse(lastEventId),
        () -> permissions.mayOnPlatform(caller, "instance:read"));
  }
}
