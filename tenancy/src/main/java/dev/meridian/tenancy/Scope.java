package dev.meridian.tenancy;

import dev.meridian.tenancy.database.Login;
import java.util.UUID;

/** On whose behalf a transaction runs, and so which login it uses and which rows it sees. */
sealed interface Scope {
  Login login();

  default String tenant() {
    return "";
  }

  default String subtree() {
    return "";
  }

  default boolean readOnly() {
    return false;
  }

  record OneTenant(UUID id) implements Scope {
    @Override
    public Login login() {
      return Login.APP;
    }

    @Override
    public String tenant() {
      return id.toString();
    }
  }

  record Subtree(UUID root) implements Scope {
    @Override
    public Login login() {
      return Login.APP;
    }

    @Override
    public String tenant() {
      return root.toString();
    }

    @Override
    public String subtree() {
      return root.toString();
    }

    @Override
    public boolean readOnly() {
      return true;
    }
  }

  record OfSystem(SystemJob job) implements Scope {
    @Override
    public Login login() {
      return Login.SYSTEM;
    }
  }

  record Finance() implements Scope {
    @Override
    public Login login() {
      return Login.FINANCE;
    }

    @Override
    public boolean readOnly() {
      return true;
    }
  }
}
