package dev.meridian.controlplane.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  @Test
  void saysWhatItWasMadeOfToWhoeverReadsIt() throws ChecksumException, FormatException {
    String text = new TimeCodes("GEZDGNBVGY3TQOJQ").uri("Meridian host", "ann").toString();

    List<String> rows = QrCode.of(text);

    boolean[][] image = new boolean[rows.size()][rows.size()];
    for (int y = 0; y < rows.size(); y++) {
      assertThat(rows.get(y)).hasSize(rows.size()).matches("[01]+");
      for (int x = 0; x < rows.size(); x++) {
        image[y][x] = rows.get(y).charAt(x) == '1';
      }
    }
    assertThat(new Decoder().decode(image).getText()).isEqualTo(text);
  }
}
