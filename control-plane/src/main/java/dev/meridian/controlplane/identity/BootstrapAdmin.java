package dev.meridian.controlplane.identity;

import dev.meridian.tenancy.Account;
import dev.meridian.tenancy.Accounts;
import dev.meridian.tenancy.Bindings;
import dev.meridian.tenancy.Role;
import dev.meridian.tenancy.Scopes;
import dev.meridian.tenancy.SystemJob;
import dev.meridian.tenancy.Tenants;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.env.Environment;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * Makes the first account, {@code admin}, when there is none at all. Its password is
 * MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD, or a generated one that is printed once.
 */
@Component
class BootstrapAdmin implements InitializingBean {
  private static final String USERNAME = "admin";

  private final Accounts accounts;
  private final Bindings bindings;
  private final Tenants tenants;
  private final Scopes scopes;
  private final PasswordEncoder passwords;
  private final String given;

  BootstrapAdmin(
      Accounts accounts,
      Bindings bindings,
      Tenants tenants,
      Scopes scopes,
      PasswordEncoder passwords,
      Environment environment) {
    this.accounts = accounts;
    this.bindings = bindings;
    this.tenants = tenants;
    this.scopes = scopes;
    this.passwords = passwords;
    this.given = environment.getProperty("meridian.bootstrap-admin-password", "");
  }

  @Override
  public void afterPropertiesSet() {
    tenants.root();
    if (!accounts.none()) {
      return;
    }
    String password = given.isBlank() ? GeneratedPassword.next() : given;
    String hash = passwords.encode(password);
    scopes.asSystem(
        SystemJob.TENANT_ADMINISTRATION,
        () -> {
          Account admin = accounts.create(USERNAME, "Administrator", Account.Kind.PERSON, hash);
          bindings.bind(admin.id(), Role.PLATFORM_ADMIN, tenants.root().id());
        });
    if (given.isBlank()) {
      // To the console and not to the log, which is kept and shipped elsewhere.
      System.out.printf(
          "%nFirst sign-in: user name %s, password %s (shown once)%n%n", USERNAME, password);
    }
  }
}
