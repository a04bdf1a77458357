package dev.meridian.tenancy.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What Meridian has of what a directory can say something about.
 *
 * @param accounts those that a directory made, by their subject there
 * @param otherUsernames names of all other accounts, which no directory touches
 * @param tenants all but the root
 * @param links tenants by the id of the unit that stands for them; empty where the tenant was
 *     deleted here
 */
public record KnownIdentities(
    UUID root,
    Map<String, KnownAccount> accounts,
    Set<String> otherUsernames,
    List<KnownTenant> tenants,
    Map<String, Optional<UUID>> links) {
  public KnownIdentities {
    accounts = Map.copyOf(accounts);
    otherUsernames = Set.copyOf(otherUsernames);
    tenants = List.copyOf(tenants);
    links = Map.copyOf(links);
  }

  /**
   * @param disabledHere a person disabled it in Meridian, and nobody else enables it
   * @param bindings roles in subtrees of tenants; others are no business of a directory
   */
  public record KnownAccount(
      UUID id,
      String subject,
      String username,
      String displayName,
      boolean disabled,
      boolean disabledHere,
      Set<KnownBinding> bindings) {
    public KnownAccount {
      bindings = Set.copyOf(bindings);
    }
  }

  /**
   * @param ofDirectory a directory gave it, and may take it back
   */
  public record KnownBinding(UUID tenant, String role, boolean ofDirectory) {}

  /**
   * A tenant below the root.
   *
   * @param going it is being deleted: nothing is made below it
   */
  public record KnownTenant(UUID id, String path, boolean going) {
    public KnownTenant(UUID id, String path) {
      this(id, path, false);
    }
  }
}
