package dev.meridian.tenancy.audit;

import java.util.HexFormat;
import java.util.List;

/**
 * A signed statement and one tenant's place below it.
 *
 * @param statement the canonical text that is signed
 * @param signature in hexadecimal digits
 * @param head the tenant's, as it was when the statement was made
 * @param leaf index of the tenant's leaf
 * @param path beside the way from the leaf to the root
 */
public record Anchor(
    String statement, String signature, ChainHead head, int leaf, List<Sha256> path) {
  public Anchor {
    path = List.copyOf(path);
  }

  /** The signature's bytes; none when it is not written in hexadecimal digits. */
  byte[] signatureBytes() {
    try {
      return HexFormat.of().parseHex(signature);
    } catch (IllegalArgumentException notHex) {
      return new byte[0];
    }
  }
}
