package dev.meridian.controlplane.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Group;
import dev.meridian.tenancy.Permissions;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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

/** Groups of a tenant; what they are given is given like to a member. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/groups")
class GroupController {
  /**
   * @param displayName how people read it; the name when null
   */
  record NewGroup(
      @NotBlank(message = "is missing: name the group") String name,
      @Nullable String displayName) {}

  record GroupChange(
      @NotBlank(message = "is missing: say how people read the name") String displayName) {}

  /**
   * A role that all members of a group have.
   *
   * @param tenantPath where it is given; null for the platform
   */
  @Schema(name = "GroupRole")
  record Held(
      String role,
      @Nullable String tenantPath,
      @Schema(allowableValues = {"subtree", "tenant", "instance"}) String scope,
      @Nullable String instance) {}

  /**
   * @param members how many accounts are in it
   * @param roles what it is given where the caller may see members; only of a group read by itself
   * @param etag for If-Match, where the group is changed
   */
  @Schema(name = "Group")
  record Shown(
      UUID id,
      String name,
      String displayName,
      int members,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Held> roles,
      String etag) {

    static Shown of(Group group, @Nullable List<Held> roles) {
      return new Shown(
          group.id(),
          group.name(),
          group.displayName(),
          group.members(),
          roles,
          EntityTag.of(group.version()));
    }
  }

  @Schema(name = "GroupMember")
  record Member(
      UUID id,
      String username,
      String displayName,
      @Schema(allowableValues = {"person", "service-account"}) String kind,
      boolean disabled) {

    static Member of(Account account) {
      return new Member(
          account.id(),
          account.username(),
          account.displayName(),
          account.kind().key(),
          account.disabled());
    }
  }

  private final Permissions permissions;
  private final GroupViews views;
  private final GroupChanges changes;
  private final GroupMembers members;

  GroupController(
      Permissions permissions, GroupViews views, GroupChanges changes, GroupMembers members) {
    this.permissions = permissions;
    this.views = views;
    this.changes = changes;
    this.members = members;
  }

  @GetMapping
  Page<Shown> list(
      @PathVariable String tenant,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    int most = Page.limit(limit);
    return Page.of(views.of(id, after(cursor), most + 1), most, one -> List.of(one.name()));
  }

  @GetMapping("/{group}")
  ResponseEntity<Shown> get(@PathVariable String tenant, @PathVariable String group) {
    return tagged(views.get(permissions.requireTenant(tenant, "member:read"), group));
  }

  @Problems(also = ProblemType.NAME_TAKEN)
  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Shown create(
      @PathVariable String tenant,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid NewGroup asked) {
    return changes.create(permissions.requireTenant(tenant, "member:write"), asked, key);
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/{group}")
  ResponseEntity<Shown> change(
      @PathVariable String tenant,
      @PathVariable String group,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody @Valid GroupChange asked) {
    UUID id = permissions.requireTenant(tenant, "member:write");
    return tagged(changes.rename(id, group, asked.displayName(), ifMatch));
  }

  @Problems(also = ProblemType.CONFLICT)
  @DeleteMapping("/{group}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(
      @PathVariable String tenant,
      @PathVariable String group,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch) {
    changes.delete(permissions.requireTenant(tenant, "member:write"), group, ifMatch);
  }

  @GetMapping("/{group}/members")
  Page<Member> members(
      @PathVariable String tenant,
      @PathVariable String group,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    UUID id = permissions.requireTenant(tenant, "member:read");
    int most = Page.limit(limit);
    return Page.of(
            members.of(id, group, after(cursor), most + 1), most, one -> List.of(one.username()))
        .map(Member::of);
  }

  @PutMapping("/{group}/members/{username}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void addMember(
      @PathVariable String tenant, @PathVariable String group, @PathVariable String username) {
    members.add(permissions.requireTenant(tenant, "member:write"), group, username);
  }

  @Problems(also = ProblemType.CONFLICT)
  @DeleteMapping("/{group}/members/{username}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeMember(
      @PathVariable String tenant, @PathVariable String group, @PathVariable String username) {
    members.remove(permissions.requireTenant(tenant, "member:write"), group, username);
  }

  private static @Nullable String after(@Nullable String cursor) {
    @Nullable List<String> position = Cursor.decode(cursor, Cursor.Part.TEXT);
    return position == null ? null : position.getFirst();
  }

  private static ResponseEntity<Shown> tagged(Shown group) {
    return ResponseEntity.ok().header(HttpHeaders.ETAG, group.etag()).body(group);
  }
}
