package dev.meridian.controlplane.audit;

import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.audit.SignedReport;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Signs reports of what was destroyed with the key that signs audit anchors. */
@Component
public class ReportSigner {
  private final AnchorSigner signer;

  ReportSigner(AnchorSigner signer) {
    this.signer = signer;
  }

  /** Signs the canonical text of a report. Call outside of scopes. */
  public SignedReport sign(String statement) {
    return signer.report(statement);
  }

  /** The public key of that version; of older ones, too. Call outside of scopes. */
  public Optional<AnchorKeys.PublicKey> key(int version) {
    return signer.publicKeys().stream().filter(key -> key.version() == version).findFirst();
  }
}
