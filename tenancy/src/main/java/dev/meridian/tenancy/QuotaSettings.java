package dev.meridian.tenancy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The limits and guarantees of one tenant, without those of its ancestors, in a fixed order. */
public record QuotaSettings(List<QuotaLimit> limits) {
  public QuotaSettings {
    limits =
        limits.stream()
            .sorted(Comparator.comparing(QuotaLimit::scope).thenComparing(QuotaLimit::resource))
            .toList();
  }

  /** Changes whenever the settings do, and never else. */
  public String tag() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(limits.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
