package dev.meridian.controlplane.identity;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.ArrayList;
import java.util.List;

/** QR codes as rows of {@code 1} for dark and {@code 0} for light, without the margin around. */
final class QrCode {
  private QrCode() {}

  static List<String> of(String text) {
    ByteMatrix matrix;
    try {
      matrix = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException e) {
      throw new IllegalStateException(
          "A text of %d characters does not fit a QR code.".formatted(text.length()), e);
    }
    List<String> rows = new ArrayList<>();
    for (int y = 0; y < matrix.getHeight(); y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < matrix.getWidth(); x++) {
        row.append(matrix.get(x, y) == 1 ? '1' : '0');
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
