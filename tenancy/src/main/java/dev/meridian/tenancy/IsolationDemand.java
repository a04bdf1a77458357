package dev.meridian.tenancy;

/**
 * The isolation that nodes must give to run pods of a tenant.
 *
 * @param from path of the tenant that demands it: the tenant itself or one above it
 */
public record IsolationDemand(Isolation least, String from) {
  /** Whether a node that gives this much may run the pods. */
  public boolean allows(Isolation given) {
    return given.isAtLeast(least);
  }

  /** The demand and what a node gives instead, for people. */
  public String refusal(String node, Isolation given) {
    String who = from.equals(TenantRef.ROOT_PATH) ? "the platform" : "tenant " + from;
    return "%s demands isolation of at least %s; node %s gives %s"
        .formatted(who, least.key(), node, given.key());
  }
}
