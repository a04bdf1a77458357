package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.controlplane.testing.Browser;
import dev.meridian.controlplane.testing.Person;
import dev.meridian.controlplane.testing.RunningControlPlane;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two replicas of different settings, so that one database serves both. */
class RequiredSecondFactorIT {
  @RegisterExtension
  @Order(1)
  static final RunningControlPlane ofThePlatform =
      new RunningControlPlane(Map.of(SecondFactorPolicy.SETTING, "platform"));

  @RegisterExtension
  @Order(2)
  static final RunningControlPlane ofAll =
      new RunningControlPlane(Map.of(SecondFactorPolicy.SETTING, "all"), ofThePlatform);

  @Test
  void isSetUpBeforeAnythingElseByWhomTheSettingNames() {
    Browser admin = Browser.admin(ofThePlatform);

    HttpResponse<String> refused = admin.get("/api/v1/tenants");

    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body())
        .contains("problems/second-factor-required", "meridian second-factor enroll");
    assertThat(admin.json(EnrolledPerson.PATH).path("required").asBoolean()).isTrue();

    EnrolledPerson.in(admin, RunningControlPlane.ADMIN_PASSWORD);

    assertThat(admin.get("/api/v1/tenants").statusCode()).isEqualTo(200);
    Person person = Person.madeBy(admin);
    Browser tenants = person.signedIn(ofThePlatform);
    assertThat(tenants.get("/api/v1/tenants").statusCode())
        .as("without a role on the platform")
        .isEqualTo(200);
    assertThat(tenants.json(EnrolledPerson.PATH).path("required").asBoolean()).isFalse();
    Browser everybody = new Browser(ofAll.url());
    everybody.submit(
        everybody.get("/login"), Map.of("username", person.name(), "password", person.password()));
    assertThat(everybody.get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(everybody.get("/api/v1/tenants").statusCode()).isEqualTo(403);
  }
}
