package dev.meridian.tenancy;

import java.util.UUID;

/**
 * Accounts of which each has what the group is given.
 *
 * @param tenant who it belongs to; it can be given roles there and below
 * @param members how many accounts are in it
 * @param version grows with each change of its name, not with its members
 */
public record Group(
    UUID tenant, UUID id, String name, String displayName, int members, long version)
    implements Holder {
  /** The kind in the API. */
  public static final String KIND = "group";

  @Override
  public String kindKey() {
    return KIND;
  }

  @Override
  public boolean disabled() {
    return false;
  }
}
