package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.FieldError;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Nodes over HTTP. */
@RestController
@RequestMapping("/api/v1/nodes")
class NodeController {
  private final Nodes nodes;
  private final NodeDecisions decisions;
  private final NodeRemoval removal;
  private final HeldInventories inventories;
  private final Permissions permissions;

  NodeController(
      Nodes nodes,
      NodeDecisions decisions,
      NodeRemoval removal,
      HeldInventories inventories,
      Permissions permissions) {
    this.nodes = nodes;
    this.decisions = decisions;
    this.removal = removal;
    this.inventories = inventories;
    this.permissions = permissions;
  }

  /**
   * A confirmation by name.
   *
   * @param confirm the node's name
   */
  record Confirmation(@Nullable String confirm) {}

  @GetMapping
  Page<NodeView> list(
      @RequestParam(required = false) @Nullable String region,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform("node:read");
    int most = Page.limit(limit);
    return Page.of(
        nodes.list(
            region,
            state(state),
            Cursor.decode(cursor, Cursor.Part.TEXT, Cursor.Part.TEXT),
            most + 1),
        most,
        node -> List.of(node.region(), node.name()));
  }

  @GetMapping("/{id}")
  NodeView get(@PathVariable String id) {
    permissions.requirePlatform("node:read");
    return nodes.get(id(id));
  }

  @GetMapping("/{id}/pods")
  Page<NodePod> pods(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform("node:read");
    // Pods are tenants' business: their names are for those who run the platform alone.
    permissions.requirePlatform("region:write");
    int most = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, Cursor.Part.ID);
    UUID node = nodes.get(id(id)).id();
    return Page.of(
        nodes.pods(node, after == null ? null : id(after.getFirst()), most + 1),
        most,
        pod -> List.of(pod.podId().toString()));
  }

  /** What a node on hold has, as its agent listed it. */
  @GetMapping("/{id}/inventory")
  NodeInventory inventory(@PathVariable String id) {
    permissions.requirePlatform("region:write");
    return inventories.of(id(id));
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/{id}/declare-dead")
  NodeView declareDead(
      @PathVariable String id, @RequestBody(required = false) @Nullable Confirmation body) {
    permissions.requirePlatform("region:write");
    return decisions.declareDead(id(id), body == null ? null : body.confirm());
  }

  /** Removes a dead node with what only it has, and says what that was. */
  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/{id}/remove")
  RemovedNode remove(
      @PathVariable String id, @RequestBody(required = false) @Nullable Confirmation body) {
    permissions.requirePlatform("region:write");
    return removal.remove(id(id), body == null ? null : body.confirm());
  }

  @Problems(also = ProblemType.CONFLICT)
  @PostMapping("/{id}/resume")
  NodeView resume(@PathVariable String id) {
    permissions.requirePlatform("region:write");
    return decisions.resume(id(id));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      ProblemException problem = ProblemException.notFound("node", text);
      problem.initCause(e);
      throw problem;
    }
  }

  private static NodeView.@Nullable State state(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return NodeView.State.valueOf(text);
    } catch (IllegalArgumentException e) {
      ProblemException problem =
          new ProblemException(
              ProblemType.INVALID,
              "state '%s' is none of READY, UNREACHABLE, ON_HOLD, DEAD.".formatted(text),
              List.of(new FieldError("/state", "READY, UNREACHABLE, ON_HOLD or DEAD")));
      problem.initCause(e);
      throw problem;
    }
  }
}
