package dev.meridian.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionOrderTest {

  @Test
  void ordersNumbersByValueAndWordsBeforeTheirRelease() {
    List<String> ascending =
        List.of(
            "0.9",
            "1.0-alpha",
            "1.0-rc1",
            "1.0-rc2",
            "1.0",
            "1.0-1",
            "1.0.1",
            "1.2",
            "1.10",
            "4.0.1",
            "4.3.0",
            "10.0");

    assertThat(ascending).isSortedAccordingTo(Comparator.comparing(VersionOrder::sortKey));
  }

  @Test
  void ignoresLeadingZeros() {
    assertThat(VersionOrder.sortKey("1.02")).isEqualTo(VersionOrder.sortKey("1.2"));
  }
}
