package dev.meridian.tenancy.directory;

import dev.meridian.tenancy.directory.IdentityDirectory.Person;
import dev.meridian.tenancy.directory.IdentityDirectory.Shown;
import dev.meridian.tenancy.directory.IdentityDirectory.Unit;
import java.util.UUID;

/**
 * One thing that is not as it should be, and how it becomes so. The order of the kinds is the order
 * in which they are applied.
 */
public sealed interface Difference {
  /** What changes and how, as a sentence without an end, for people. */
  String text();

  /** A name for programs. */
  String kind();

  /** Whether the directory outside is changed, and not Meridian. */
  default boolean isOutside() {
    return false;
  }

  /** A tenant is made for a unit, and tied to it. */
  record MakeTenant(Unit unit, Place parent, Place place) implements Difference {
    @Override
    public String text() {
      return "make the tenant \"%s\"".formatted(place.path());
    }

    @Override
    public String kind() {
      return "make-tenant";
    }
  }

  /** A tenant that is there already is tied to a unit. */
  record LinkTenant(Unit unit, Place place) implements Difference {
    @Override
    public String text() {
      return "tie the tenant \"%s\" to %s"
          .formatted(
              place.path(),
              switch (unit.kind()) {
                case ORGANISATION -> "the organisation " + unit.name();
                case GROUP -> "the group " + unit.name();
              });
    }

    @Override
    public String kind() {
      return "link-tenant";
    }
  }

  /** An account is called otherwise. */
  record Rename(UUID account, String from, String username, String displayName)
      implements Difference {
    @Override
    public String text() {
      return "call the account \"%s\" \"%s\" (%s)".formatted(from, username, displayName);
    }

    @Override
    public String kind() {
      return "rename-account";
    }
  }

  /** An account is made for somebody. */
  record MakeAccount(Person person) implements Difference {
    @Override
    public String text() {
      return "make the account \"%s\"".formatted(person.username());
    }

    @Override
    public String kind() {
      return "make-account";
    }
  }

  /** An account can sign in again. */
  record Enable(UUID account, String username) implements Difference {
    @Override
    public String text() {
      return "enable the account \"%s\"".formatted(username);
    }

    @Override
    public String kind() {
      return "enable-account";
    }
  }

  /** Somebody gets a role. */
  record Bind(String subject, String username, String role, Place place) implements Difference {
    @Override
    public String text() {
      return "give \"%s\" the role %s at \"%s\"".formatted(username, role, place.path());
    }

    @Override
    public String kind() {
      return "bind-role";
    }
  }

  /** Somebody loses a role. */
  record Unbind(UUID account, String username, String role, UUID tenant, String path)
      implements Difference {
    @Override
    public String text() {
      return "take the role %s at \"%s\" from \"%s\"".formatted(role, path, username);
    }

    @Override
    public String kind() {
      return "unbind-role";
    }
  }

  /**
   * An account can do nothing any more.
   *
   * @param gone it is not in the directory any more, and not just disabled there
   */
  record Disable(UUID account, String username, boolean gone) implements Difference {
    @Override
    public String text() {
      return "disable the account \"%s\", which is %s"
          .formatted(username, gone ? "gone from the directory" : "disabled in the directory");
    }

    @Override
    public String kind() {
      return "disable-account";
    }
  }

  /** A role of Meridian can be given in the directory. */
  record MakeRole(String role) implements Difference {
    @Override
    public String text() {
      return "make the role %s in the directory".formatted(role);
    }

    @Override
    public String kind() {
      return "make-role";
    }

    @Override
    public boolean isOutside() {
      return true;
    }
  }

  /** A tenant gets its group in the directory. */
  record MakeGroup(Place place, Place parent, String name) implements Difference {
    @Override
    public String text() {
      return "make the group of the tenant \"%s\" in the directory".formatted(place.path());
    }

    @Override
    public String kind() {
      return "make-group";
    }

    @Override
    public boolean isOutside() {
      return true;
    }
  }

  /** The group of a tenant that was deleted here goes; Meridian had made it. */
  record RemoveGroup(Unit unit) implements Difference {
    @Override
    public String text() {
      return "remove the group %s from the directory: its tenant is deleted".formatted(unit.name());
    }

    @Override
    public String kind() {
      return "remove-group";
    }

    @Override
    public boolean isOutside() {
      return true;
    }
  }

  /** The directory shows that somebody has a role that a person gave here. */
  record ShowMember(String group, String subject, String username, String role, String path)
      implements Difference {
    @Override
    public String text() {
      return "show in the directory that \"%s\" has the role %s at \"%s\""
          .formatted(username, role, path);
    }

    @Override
    public String kind() {
      return "show-member";
    }

    @Override
    public boolean isOutside() {
      return true;
    }
  }

  /** The directory shows no longer that somebody has a role. */
  record HideMember(Shown group, String subject) implements Difference {
    @Override
    public String text() {
      return "take %s out of the group %s in the directory".formatted(subject, group.name());
    }

    @Override
    public String kind() {
      return "hide-member";
    }

    @Override
    public boolean isOutside() {
      return true;
    }
  }

  /** The directory shows no longer who has a role: nobody has it. */
  record RemoveShown(Shown group) implements Difference {
    @Override
    public String text() {
      return "remove the group %s from the directory: nobody has that role from here"
          .formatted(group.name());
    }

    @Override
    public String kind() {
      return "remove-shown";
    }

    @Override
    public boolean isOutside() {
      return true;
    }
  }
}
