package dev.meridian.controlplane.federation;

import dev.meridian.controlplane.platform.Cursor;
import dev.meridian.controlplane.platform.Page;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Permissions;
import jakarta.validation.Valid;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
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

  RegionController(Regions regions, JoinTokens tokens, Permissions permissions) {
    this.regions = regions;
    this.tokens = tokens;
    this.permissions = permissions;
  }

  @GetMapping
  Page<RegionView> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    permissions.requirePlatform("region:read");
    int most = Page.limit(limit);
    List<String> after = Cursor.decode(cursor, 1);
    return Page.of(
        regions.list(after == null ? null : after.getFirst(), most + 1),
        most,
        region -> List.of(region.name()));
  }

  @GetMapping("/{name}")
  RegionView get(@PathVariable String name) {
    permissions.requirePlatform("region:read");
    return regions.get(name);
  }

  @Problems(also = ProblemType.NAME_TAKEN)
  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping
  ResponseEntity<RegionView> create(@RequestBody @Valid Regions.NewRegion asked) {
    permissions.requirePlatform("region:write");
    RegionView made = regions.create(asked);
    return ResponseEntity.created(URI.create("/api/v1/regions/" + made.name())).body(made);
  }

  @ResponseStatus(HttpStatus.CREATED)
  @PostMapping("/{name}/join-tokens")
  ResponseEntity<JoinTokens.Issued> issueJoinToken(
      @PathVariable String name,
      @RequestBody(required = false) JoinTokens.@Nullable NewToken asked) {
    permissions.requirePlatform("region:write");
    return ResponseEntity.status(HttpStatus.CREATED)
        .cacheControl(CacheControl.noStore())
        .body(
            tokens.issue(name, asked == null ? new JoinTokens.NewToken(null, null, null) : asked));
  }
}
