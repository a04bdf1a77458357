package dev.meridian.controlplane.audit;

import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.SignedReport;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import org.springframework.stereotype.Component;

/** The key that signs anchors: made at the first use, sealed, the same on every replica. */
@Component
class AnchorSigner {
  private static final String NAME = "audit-anchor";

  private final SealedKeys keys;

  AnchorSigner(SealedKeys keys) {
    this.keys = keys;
  }

  /** The version of the key that signs now. */
  int version() {
    return key().version();
  }

  byte[] sign(String statement) {
    return AnchorKeys.sign(key().secret(), statement);
  }

  SignedReport report(String statement) {
    SealedKeys.Sealed key = key();
    return SignedReport.of(key.secret(), key.version(), statement);
  }

  /** What verifies the signatures, for everybody: of the key that signs now and of those before. */
  List<AnchorKeys.PublicKey> publicKeys() {
    key();
    return keys.certificates(NAME).entrySet().stream()
        .map(
            key ->
                new AnchorKeys.PublicKey(
                    key.getKey(), Base64.getEncoder().encodeToString(key.getValue())))
        .toList();
  }

  private SealedKeys.Sealed key() {
    return keys.findOrMake(
        NAME,
        () -> {
          KeyPair pair = AnchorKeys.make();
          return new SealedKeys.Fresh(
              pair.getPublic().getEncoded(), pair.getPrivate().getEncoded());
        });
  }
}
