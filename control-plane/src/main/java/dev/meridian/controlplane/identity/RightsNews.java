package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.Wakeups;
import dev.meridian.tenancy.Permissions;
import dev.meridian.tenancy.Tenants;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * Makes every replica forget what it remembers of rights and of the tree of tenants as soon as a
 * change of them has committed. Without the news they ask again within a second on their own.
 */
@Component
public class RightsNews implements InitializingBean {
  private static final String RIGHTS = "rights";
  private static final String TREE = "tenant_tree";

  private final Wakeups wakeups;
  private final Permissions permissions;
  private final SignedInAccounts signedIn;
  private final Tenants tenants;

  RightsNews(Wakeups wakeups, Permissions permissions, SignedInAccounts signedIn, Tenants tenants) {
    this.wakeups = wakeups;
    this.permissions = permissions;
    this.signedIn = signedIn;
    this.tenants = tenants;
  }

  @Override
  public void afterPropertiesSet() {
    wakeups.subscribe(RIGHTS, this::forget);
    wakeups.subscribe(
        TREE,
        () -> {
          tenants.forget();
          forget();
        });
  }

  /**
   * Accounts, bindings, roles or states of tenants change in the running transaction; or have, when
   * there is none.
   */
  public void rightsChange() {
    wakeups.notifyAfterCommit(RIGHTS);
  }

  /** Tenants are renamed or moved in the running transaction; or have, when there is none. */
  public void treeChanges() {
    wakeups.notifyAfterCommit(TREE);
  }

  private void forget() {
    signedIn.forget();
    permissions.forget();
  }
}
