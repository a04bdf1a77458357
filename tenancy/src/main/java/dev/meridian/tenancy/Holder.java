package dev.meridian.tenancy;

import java.util.UUID;

/** Who can be given a role: an account, or a group for all its members. */
public sealed interface Holder permits Account, Group {
  UUID id();

  /** The username, or what the group is called in its tenant. */
  String name();

  String displayName();

  /** The kind in the API: {@code person}, {@code service-account} or {@code group}. */
  String kindKey();

  /** Whether what it is given counts for nothing now. */
  boolean disabled();
}
