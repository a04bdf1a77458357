package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meridian.controlplane.identity.SecondFactorPolicy.Required;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class SecondFactorPolicyTest {
  private final MockEnvironment environment = new MockEnvironment();

  @Test
  void bindsNobodyUnlessItIsSet() {
    assertThat(Required.from(environment)).isEqualTo(Required.NONE);
  }

  @Test
  void takesTheValuesThatAreDocumented() {
    for (Required one : Required.values()) {
      environment.setProperty(SecondFactorPolicy.SETTING, one.key());
      assertThat(Required.from(environment)).isEqualTo(one);
    }
  }

  @Test
  void refusesAnotherValueAndNamesTheRightOnes() {
    environment.setProperty(SecondFactorPolicy.SETTING, "admins");

    assertThatThrownBy(() -> Required.from(environment))
        .hasMessageContaining("'admins'")
        .hasMessageContaining("none, platform, all");
  }
}
