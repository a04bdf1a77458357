package dev.meridian.controlplane.identity;

import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * With the profile {@code production}, refuses to start on defaults that are fit for a demo only.
 */
@Component
@Profile("production")
class ProductionReadiness implements InitializingBean {
  private static final int SHORTEST_PASSWORD = 14;

  private final IdentitySettings settings;
  private final Environment environment;

  ProductionReadiness(IdentitySettings settings, Environment environment) {
    this.settings = settings;
    this.environment = environment;
  }

  @Override
  public void afterPropertiesSet() {
    List<String> findings = findings();
    if (!findings.isEmpty()) {
      throw new IllegalStateException(
          "The profile 'production' refuses to start. Fix:\n- " + String.join("\n- ", findings));
    }
  }

  List<String> findings() {
    List<String> findings = new ArrayList<>();
    if (!settings.isTls() || settings.isLoopback()) {
      findings.add(
          "MERIDIAN_URL is %s: give the https address at which people reach the control plane."
              .formatted(settings.url()));
    }
    if (value("meridian.db.url").isBlank()) {
      findings.add(
          "The embedded PostgreSQL would be used, which has no standby and no backup: set MERIDIAN_DB_URL, MERIDIAN_DB_USER and MERIDIAN_DB_PASSWORD.");
    }
    if (value("meridian.key-encryption-key").isBlank()) {
      findings.add(
          "The key-encryption key would be a file in the data directory of one replica: set MERIDIAN_KEY_ENCRYPTION_KEY from your secret store.");
    }
    String bootstrap = value("meridian.bootstrap-admin-password");
    if (!bootstrap.isBlank() && bootstrap.length() < SHORTEST_PASSWORD) {
      findings.add(
          "MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD is shorter than %d characters: give a longer one, or none to have it generated."
              .formatted(SHORTEST_PASSWORD));
    }
    if (Boolean.parseBoolean(value("meridian.audit-sinks.loopback"))) {
      findings.add(
          "MERIDIAN_AUDIT_SINKS_LOOPBACK lets tenants send requests to this machine itself: unset it.");
    }
    if (settings.external().isEmpty() && value(SecondFactorPolicy.SETTING).isBlank()) {
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

  private String value(String key) {
    return environment.getProperty(key, "");
  }
}
