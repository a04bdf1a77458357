package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class ProductionReadinessTest {
  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void refusesTheDefaultsOfADemoWithAllThatIsToFix() {
    environment.setProperty("meridian.bootstrap-admin-password", "admin");

    assertThatThrownBy(() -> ProductionReadiness.check(environment))
        .hasMessageContaining("MERIDIAN_URL")
        .hasMessageContaining("--server.ssl.certificate")
        .hasMessageContaining("MERIDIAN_DB_URL")
        .hasMessageContaining("MERIDIAN_KEY_ENCRYPTION_KEY")
        .hasMessageContaining("MERIDIAN_BOOTSTRAP_ADMIN_PASSWORD")
        .hasMessageContaining("MERIDIAN_SECOND_FACTOR_REQUIRED");
  }

  @Test
  void startsWhenEverythingIsSet() {
    environment.setProperty("meridian.url", "https://meridian.example.org/");
    environment.setProperty("meridian.db.url", "jdbc:postgresql://db/meridian");
    environment.setProperty("meridian.key-encryption-key", "{}");
    environment.setProperty("meridian.second-factor.required", "platform");
    environment.setProperty("server.ssl.certificate", "tls.crt");

    assertThatCode(() -> ProductionReadiness.check(environment)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnIssuerThatIsNotReachedByHttps() {
    environment.setProperty("meridian.oidc.issuer", "http://issuer.example.org");
    environment.setProperty("meridian.oidc.client-secret", "x");

    assertThat(ProductionReadiness.findings(environment))
        .anySatisfy(finding -> assertThat(finding).contains("MERIDIAN_OIDC_ISSUER"));
  }

  @Test
  void saysWhatIsMissingForAnExternalIssuer() {
    environment.setProperty("meridian.oidc.issuer", "https://issuer.example.org");

    assertThatThrownBy(() -> ProductionReadiness.findings(environment))
        .hasMessageContaining("MERIDIAN_OIDC_CLIENT_SECRET");
  }
}
