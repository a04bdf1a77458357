package dev.meridian.tenancy.database;

import java.util.Locale;

/**
 * The logins of the running control plane. Each has the rights of one group role of the first
 * migration and none of its own; none owns a table or may bypass row-level security.
 */
public enum Login {
  /** Work for one tenant, or reads of one subtree. */
  APP(12),
  /** Named system jobs that work across tenants. */
  SYSTEM(10),
  /** Usage reports, read only. */
  FINANCE(3);

  private final int poolSize;

  Login(int poolSize) {
    this.poolSize = poolSize;
  }

  /** The group role whose rights the login has. */
  public String group() {
    return "meridian_" + name().toLowerCase(Locale.ROOT);
  }

  /** The name to sign in with. */
  public String user() {
    return group() + "_login";
  }

  int poolSize() {
    return poolSize;
  }
}
