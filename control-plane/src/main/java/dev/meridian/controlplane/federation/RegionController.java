package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.EntityTag;
import dev.meridian.controlplane.platform.Idempotency;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
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

/** Regions over HTTP. */
@RestController
@RequestMapping("/api/v1/regions")
class RegionController {
  private final Regions regions;
  private final JoinTokens tokens;
  private final Permissions permissions;
  private final Tenants tenants;
  private final Scopes scopes;
  private final Idempotency idempotency;

  RegionController(
      Regions regions,
      JoinTokens tokens,
      Permissions permissions,
      Tenants tenants,
      Scopes scopes,
      Idempotency idempotency) {
    this.regions = regions;
    this.tokens = tokens;
    this.permissions = permissions;
    this.tenants = tenants;
    this.scopes = scopes;
    this.idempotency = idempotency;
  }

  @GetMapping
  Page<RegionView> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform("region:read");
    int most = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, Cursor.Part.TEXT);
    return Page.of(
        regions.list(after == null ? null : after.getFirst(), most + 1),
        most,
        region -> List.of(region.name()));
  }

  @GetMapping("/{name}")
  ResponseEntity<RegionView> get(@PathVariable String name) {
    permissions.requirePlatform("region:read");
    return tagged(regions.get(name));
  }

  @Problems(also = ProblemType.PRECONDITION_REQUIRED)
  @PutMapping("/{name}")
  ResponseEntity<RegionView> update(
      @PathVariable String name,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody @Valid Regions.RegionChange change) {
    permissions.requirePlatform("region:write");
    return tagged(regions.update(name, ifMatch, change));
  }

  private ResponseEntity<RegionView> tagged(RegionView region) {
    return ResponseEntity.ok()
        .header(HttpHeaders.ETAG, EntityTag.of(regions.version(region.id())))
        .body(region);
  }

  @Problems(also = ProblemType.NAME_TAKEN)
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<RegionView> create(
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody @Valid Regions.NewRegion asked) {
    permissions.requirePlatform("region:write");
    RegionView made =
        once("region.create", key, asked, RegionView.class, () -> regions.create(asked));
    return ResponseEntity.created(URI.create("/api/v1/regions/" + made.name())).body(made);
  }

  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/{name}/join-tokens")
  ResponseEntity<JoinTokens.Issued> issueJoinToken(
      @PathVariable String name,
      @RequestHeader(name = Idempotency.HEADER, required = false) @Nullable String key,
      @RequestBody(required = false) JoinTokens.@Nullable NewToken asked) {
    permissions.requirePlatform("region:write");
    JoinTokens.NewToken wanted = asked == null ? new JoinTokens.NewToken(null, null, null) : asked;
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(
            once(
                "join-token.issue " + name,
                key,
                wanted,
                JoinTokens.Issued.class,
                () -> tokens.issue(name, wanted)));
  }

  private <T> T once(
      String operation, @Nullable String key, Object asked, Class<T> type, Supplier<T> create) {
    UUID root = tenants.root().id();
    return scopes.asSystem(
        SystemJob.REGION_ADMINISTRATION,
        () -> idempotency.once(new Idempotency.Create(root, operation, key, asked), type, create));
  }
}
