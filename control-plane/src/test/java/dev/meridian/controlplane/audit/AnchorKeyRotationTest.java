package dev.meridian.controlplane.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meridian.tenancy.SealedKeys;
import dev.meridian.tenancy.audit.AnchorKeys;
import dev.meridian.tenancy.testing.TestDatabase;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnchorKeyRotationTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T10:00:00Z"));

  @RegisterExtension static final TestDatabase database = new TestDatabase().withClock(CLOCK);

  private final AuditFixture audit = new AuditFixture(database, CLOCK);

  @Test
  void verifiesAnchorsOfAnOlderKeyAfterItsRotation() {
    UUID tenant = audit.tenant();
    audit.record(tenant, "before");
    audit.appendAll();
    audit.anchors.makeWhenDue(audit.lease());
    List<AnchorKeys.PublicKey> older = audit.signer.publicKeys();
    KeyPair fresh = AnchorKeys.make();
    database
        .get(SealedKeys.class)
        .store("audit-anchor", 2, fresh.getPublic().getEncoded(), fresh.getPrivate().getEncoded());

    assertThat(audit.signer.publicKeys()).hasSize(2).containsAll(older);
    assertThat(audit.signer.version()).isEqualTo(2);
    assertThat(audit.log.extent(tenant).anchors()).hasSize(1);
    assertThat(audit.verdicts(tenant)).isEmpty();
  }
}
