package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.tenancy.directory.IdentityDirectory.Membership;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class ClaimMappingTest {
  private final MockEnvironment environment = new MockEnvironment();

  private ClaimMapping mapping(String roles) {
    environment.setProperty("meridian.oidc.roles", roles);
    return ClaimMapping.from(environment).orElseThrow();
  }

  @Test
  void mapsNothingUnlessRolesAreGiven() {
    assertThat(ClaimMapping.from(environment)).isEmpty();
  }

  @Test
  void givesWhatAValueStandsFor() {
    var person =
        mapping("admins = platform-admin; devs=tenant-developer@acme/streams;")
            .person(
                "s1",
                Map.of("preferred_username", "Ada", "groups", List.of("admins", "devs", "other")))
            .orElseThrow();

    assertThat(person.username()).isEqualTo("ada");
    assertThat(person.memberships())
        .containsExactlyInAnyOrder(
            new Membership(null, "platform-admin"),
            new Membership("acme/streams", "tenant-developer"));
  }

  @Test
  void refusesRulesThatGiveNothing() {
    for (String rule :
        new String[] {"devs", "devs=king", "devs=tenant-viewer", "devs=platform-admin@acme"}) {
      assertThatThrownBy(() -> mapping(rule))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(rule)
          .hasMessageContaining("VALUE=ROLE@TENANT");
    }
  }

  @Test
  void refusesToWorkBesideTheSynchronisation() {
    environment.setProperty("meridian.keycloak.client-secret", "x");

    assertThatThrownBy(() -> mapping("admins=platform-admin"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("leave one of them out");
  }
}
