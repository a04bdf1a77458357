package dev.meridian.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  @Test
  void drawsTwoRowsToALineWithALightMargin() {
    assertThat(QrCode.lines(List.of("10", "11"))).containsExactly("██████", "██ ▀██", "██████");
  }
}
