package dev.meridian.controlplane.plans;

import dev.meridian.controlplane.federation.LogReader;
import dev.meridian.controlplane.instances.Instances;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Logs of tasks: the last lines as text, or lines as they come as server-sent events. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/instances/{name}/pods/{pod}/tasks/{task}/logs")
class LogController {
  private static final int MAX_TAIL = 10_000;

  private final PodRows pods;
  private final LogReader logs;
  private final Instances instances;
  private final Permissions permissions;
  private final Callers callers;
  private final Scopes scopes;
  private final JsonMapper json;

  LogController(
      PodRows pods,
      LogReader logs,
      Instances instances,
      Permissions permissions,
      Callers callers,
      Scopes scopes,
      JsonMapper json) {
    this.pods = pods;
    this.logs = logs;
    this.instances = instances;
    this.permissions = permissions;
    this.callers = callers;
    this.scopes = scopes;
    this.json = json;
  }

  private record Target(UUID agent, UUID pod) {}

  @ApiResponse(
      responseCode = "200",
      description = "The last lines; with follow, an event `line` for each as it comes, and `end`",
      content = {
        @Content(mediaType = "text/plain", schema = @Schema(implementation = String.class)),
        @Content(mediaType = "text/event-stream", schema = @Schema(implementation = String.class))
      })
  @Problems(also = ProblemType.CONFLICT)
  @GetMapping
  Object read(
      @PathVariable String tenant,
      @PathVariable String name,
      @PathVariable String pod,
      @PathVariable String task,
      @Parameter(schema = @Schema(allowableValues = {"stdout", "stderr"}))
          @RequestParam(defaultValue = "stdout")
          String stream,
      @Parameter(schema = @Schema(type = "integer", minimum = "0", maximum = "" + MAX_TAIL))
          @RequestParam(defaultValue = "200")
          int tail,
      @RequestParam(defaultValue = "false") boolean follow)
      throws IOException {
    UUID tenantId = permissions.requireInstance(tenant, name, "log:read");
    if (!Set.of("stdout", "stderr").contains(stream)) {
      throw new ProblemException(
          ProblemType.INVALID,
          "A task has the streams stdout and stderr, not \"%s\".".formatted(stream),
          List.of(new FieldError("/stream", "stdout or stderr")));
    }
    if (tail < 0 || tail > MAX_TAIL) {
      throw new ProblemException(
          ProblemType.INVALID,
          "tail is the number of last lines, from 0 to %d.".formatted(MAX_TAIL),
          List.of(new FieldError("/tail", "from 0 to " + MAX_TAIL)));
    }
    UUID instance = instances.require(tenantId, name);
    Target target = target(tenantId, instance, pod);
    if (!follow) {
      return tail(target, task, stream, tail);
    }
    Caller caller = callers.current();
    FollowedLog followed =
        new FollowedLog(
            () -> permissions.mayOnInstance(caller, "log:read", tenantId, instance), json);
    return followed.begin(
        sink -> logs.read(target.agent(), target.pod(), task, stream, tail, true, sink));
  }

  private Target target(UUID tenant, UUID instance, String name) {
    return scopes.inTenant(
        tenant,
        () -> {
          Pod pod =
              pods.of(tenant, instance).stream()
                  .filter(p -> p.name().equals(name) && p.state() != Pod.State.REMOVED)
                  .findFirst()
                  .orElseThrow(() -> ProblemException.notFound("pod", name));
          Place place = pods.places(tenant, instance).get(pod.id());
          if (place == null || pod.incarnation() == 0) {
            throw new ProblemException(
                ProblemType.CONFLICT,
                "Pod %s has not been started yet, so it has no logs: %s."
                    .formatted(name, pod.reason()));
          }
          return new Target(place.agent(), pod.id());
        });
  }

  private ResponseEntity<byte[]> tail(Target target, String task, String stream, int tail)
      throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    logs.read(target.agent(), target.pod(), task, stream, tail, false, content::writeBytes);
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
        .body(content.toByteArray());
  }
}
