package dev.meridian.controlplane.audit;

import dev.meridian.controlplane.platform.Lease;

/** Another replica has taken over; nothing was written. */
final class LostLeaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LostLeaseException(Lease lease) {
    super("The lease " + lease.name() + " is another replica's now.");
  }
}
