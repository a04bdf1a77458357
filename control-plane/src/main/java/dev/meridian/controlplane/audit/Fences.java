package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Lease;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keeps a holder that lost its lease from writing. */
final class Fences {
  private Fences() {}

  /**
   * Holds the lease's row until the running transaction ends, so that nobody takes over meanwhile,
   * and waits for a transaction before it that is committing while its client has given it up.
   *
   * @throws LostLeaseException when somebody has
   */
  static void require(JdbcClient jdbc, Lease lease) {
    boolean held =
        jdbc.sql("select name from lease where name = ? and fence = ? for update")
            .params(lease.name(), lease.fence())
            .query(String.class)
            .optional()
            .isPresent();
    if (!held) {
      throw new LostLeaseException(lease);
    }
  }
}
