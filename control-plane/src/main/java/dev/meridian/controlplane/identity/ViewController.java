package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.ProblemException;
import dev.meridian.controlplane.platform.ProblemType;
import dev.meridian.controlplane.platform.Problems;
import dev.meridian.tenancy.Caller;
import dev.meridian.tenancy.Callers;
import dev.meridian.tenancy.Credential;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.TenantView;
import dev.meridian.tenancy.Tenants;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Views of tenants by the caller's own sign-in. */
@RestController
@RequestMapping("/api/v1/me/view")
class ViewController {
  /**
   * @param tenant path or id of the tenant to view as
   */
  @Schema(name = "ViewRequest")
  record Wanted(String tenant) {}

  private final TenantViews views;
  private final Permissions permissions;
  private final Callers callers;
  private final Tenants tenants;

  ViewController(TenantViews views, Permissions permissions, Callers callers, Tenants tenants) {
    this.views = views;
    this.permissions = permissions;
    this.callers = callers;
    this.tenants = tenants;
  }

  /**
   * Shows the tenant and all below it as its admin sees them, and nothing else, to the sign-in that
   * asks: read only, for an hour, and told in the tenant's audit log. Takes the place of a view
   * that is on.
   */
  @Problems(also = {ProblemType.NOT_FOUND, ProblemType.CONFLICT})
  @PutMapping
  MeController.Viewing begin(@RequestBody Wanted wanted) {
    UUID tenant = permissions.requireView(wanted.tenant());
    Caller caller = callers.current();
    if (caller.credential().kind() != Credential.Kind.SIGN_IN) {
      throw new ProblemException(
          ProblemType.CONFLICT,
          "A view belongs to a sign-in, and this request shows a key or a token of another issuer. Sign in to the web or with: meridian login");
    }
    TenantView view = views.begin(caller, tenant);
    return new MeController.Viewing(tenants.find(view.tenant()), view.until());
  }

  /** Ends the view; the same when none is on. */
  @Problems(forEverybody = true)
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void end() {
    boolean unusedEnded = views.end(callers.current(), TenantViews.End.ASKED);
  }
}
