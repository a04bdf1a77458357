package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.Account;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A complete picture of a directory outside: whoever is not in it is gone there.
 *
 * @param roles names of the roles that can be given there
 * @param shown groups that are Meridian's alone
 */
public record IdentityDirectory(
    List<Person> people, List<Unit> units, Set<String> roles, List<Shown> shown) {
  /** One that shows nothing of what people here gave. */
  public IdentityDirectory(List<Person> people, List<Unit> units, Set<String> roles) {
    this(people, units, roles, List.of());
  }

  public IdentityDirectory {
    shown = List.copyOf(shown);
    people = List.copyOf(people);
    units = List.copyOf(units);
    roles = Set.copyOf(roles);
  }

  /**
   * Somebody, or a program, that can sign in there.
   *
   * @param subject never changes and is never used again
   */
  public record Person(
      String subject,
      String username,
      String displayName,
      Account.Kind kind,
      boolean enabled,
      Set<Membership> memberships) {
    public Person {
      memberships = Set.copyOf(memberships);
    }
  }

  /**
   * A role that somebody has.
   *
   * @param unit id of the unit; null for the platform
   */
  public record Membership(@Nullable String unit, String role) {}

  /** What stands for a tenant. */
  public enum UnitKind {
    ORGANISATION,
    GROUP
  }

  /**
   * What stands for a tenant there.
   *
   * @param id never changes and is never used again
   * @param parent id of the unit above; null right below the platform
   * @param name of the tenant, when it has to be made
   * @param published Meridian made it, and may take it away
   */
  public record Unit(
      String id,
      UnitKind kind,
      @Nullable String parent,
      String name,
      String displayName,
      boolean published) {
    /** One that was made there. */
    public Unit(
        String id, UnitKind kind, @Nullable String parent, String name, String displayName) {
      this(id, kind, parent, name, displayName, false);
    }
  }

  /**
   * A group that shows who has a role at a tenant; it gives nothing.
   *
   * @param members their subjects
   */
  public record Shown(String id, String name, Set<String> members) {
    public Shown {
      members = Set.copyOf(members);
    }
  }
}
