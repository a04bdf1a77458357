package dev.meridian.controlplane;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {
  @Test
  void featuresUseOnlyEachOthersPublicTypesAndNeverInACircle() {
    ApplicationModules.of(ControlPlane.class).verify();
  }
}
