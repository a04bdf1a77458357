package dev.meridian.controlplane.identity;

import dev.meridian.controlplane.platform.StartRefused;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/**
 * With the profile {@code production}, refuses to start on defaults that are fit for a demo only;
 * before anything else is made, so that no database is started or changed first.
 */
class ProductionReadiness implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
  private static final int SHORTEST_PASSWORD = 14;

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    Environment environment = event.getEnvironment();
    boolean served =
        event.getSpringApplication().getWebApplicationType() != WebApplicationType.NONE;
    if (served && environment.acceptsProfiles(Profiles.of("production"))) {
      check(environment);
    }
  }

  /**
   * Passes when everything is set that production needs.
   *
   * @throws StartRefused with the list of what is to fix
   */
  static void check(Environment environment) {
    List<String> findings = findings(environment);
    if (!findings.isEmpty()) {
      throw new StartRefused(
          "The profile 'production' refuses these settings. Fix:\n- "
              + String.join("\n- ", findings));
    }
  }

  static List<String> findings(Environment environment) {
    IdentitySettings settings = IdentitySettings.from(environment);
    List<String> findings = new ArrayList<>();
    if (!settings.isTls() || settings.isLoopback()) {
      findings.add(
          "MERIDIAN_URL is %s: give the https address at which people reach the control plane."
              .formatted(settings.url()));
    }
    PlainHttpRefusal.finding(environment).ifPresent(findings::add);
    if (value(environment, "meridian.db.url").isBlank()) {
      findings.add(
          "The embedded PostgreSQL would be used, which has no standby and no backup: set MERIDIAN_DB_URL, MERIDIAN_DB_USER and MERIDIAN_DB_PASSWORD.");
    }
    if (value(environment, "meridian.key-encryption-key").isBlank()) {
      findings.add(
          "The key-encryption key would be a file in the data directory of one replica: set MERIDIAN_KEY_ENCRYPTION_KEY from your secret store.");
    }
    String bootstrap = value(environment, "meridian.bootstrap-admin-password");
    if (!bootstrap.isBlank() && bootstrap.length() < SHORTEST_PASSWORD) {
      findings.add(
          "MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD is shorter than %d characters: give a longer one, or none to have it generated."
              .formatted(SHORTEST_PASSWORD));
    }
    if (Boolean.parseBoolean(value(environment, "meridian.audit-sinks.loopback"))) {
      findings.add(
          "MERIDIAN_AUDIT_SINKS_LOOPBACK lets tenants send requests to this machine itself: unset it.");
    }
    if (settings.external().isEmpty() && value(environment, SecondFactorPolicy.SETTING).isBlank()) {
      findings.add(
          "Nobody has decided who must have a second factor: set MERIDIAN_SECOND_FACTOR_REQUIRED to platform (who holds a role on the platform), all, or none.");
    }
    settings
        .external()
        .filter(external -> !external.issuer().startsWith("https:"))
        .ifPresent(
            external ->
                findings.add(
                    "MERIDIAN_OIDC_ISSUER is %s: an issuer must be reached by https."
                        .formatted(external.issuer())));
    return findings;
  }

  private static String value(Environment environment, String key) {
    return environment.getProperty(key, "");
  }
}
