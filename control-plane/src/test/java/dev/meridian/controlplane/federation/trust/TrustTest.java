package dev.meridian.controlplane.federation.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

  @Test
  void readsTheTokenThatItWroteAndHidesTheSecret() {
    JoinToken token = JoinToken.issue(UUID.randomUUID(), CertificateAuthority.create(NOW).pin());

    assertThat(JoinToken.parse(" " + token.text() + "\n")).contains(token);
    assertThat(token.toString()).doesNotContain(token.secret());
    assertThat(token.secretHash()).hasSize(32);
  }

  @Property(tries = 300)
  void takesNoOtherTextForAToken(@ForAll String text) {
    assertThat(JoinToken.parse(text)).isEmpty();
  }

  @Test
  void acceptsAProofForTheVeryStreamAndNoOther() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
    UUID plane = UUID.randomUUID();
    AgentProof proof = new AgentProof(bytes("nonce"), "agent", plane, bytes("binding"));
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(proof.text());
    byte[] signature = signer.sign();

    assertThat(AgentProof.isKey(raw)).isTrue();
    assertThat(proof.isSignedBy(raw, signature)).isTrue();
    for (AgentProof other :
        List.of(
            new AgentProof(bytes("nonce2"), "agent", plane, bytes("binding")),
            new AgentProof(bytes("nonce"), "other", plane, bytes("binding")),
            new AgentProof(bytes("nonce"), "agent", UUID.randomUUID(), bytes("binding")),
            new AgentProof(bytes("nonce"), "agent", plane, bytes("relayed")),
            new AgentProof(bytes("noncea"), "gent", plane, bytes("binding")))) {
      assertThat(other.isSignedBy(raw, signature)).isFalse();
    }
    assertThat(proof.isSignedBy(raw, new byte[3])).isFalse();
    assertThat(proof.isSignedBy(new byte[5], signature)).isFalse();
  }

  @Test
  void issuesCertificatesThatItsOwnKeySignedForEveryName() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create(NOW);
    CertificateAuthority restored =
        CertificateAuthority.restore(authority.encodedCertificate(), authority.key().getEncoded());
    ServerCertificate server =
        restored.issue(List.of("meridian-control-plane", "127.0.0.1"), NOW, Duration.ofDays(30));

    server.leaf().verify(authority.certificate().getPublicKey());
    assertThat(restored.pin()).isEqualTo(authority.pin());
    assertThat(Objects.requireNonNull(server.leaf().getSubjectAlternativeNames()))
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactly("meridian-control-plane", "127.0.0.1");
    assertThat(server.toString()).doesNotContain("BEGIN");
  }

  @Test
  void renewsTheServerCertificateInTimeAndKeepsTheOneInUse() {
    Authorities authorities = new Authorities(List.of(CertificateAuthority.create(NOW)));
    Instant[] now = {NOW};
    ServerCertificates certificates =
        new ServerCertificates(() -> authorities, List.of("localhost"), () -> now[0]);
    ServerCertificate first = certificates.current();
    String alias = certificates.getServerAliases("EC", null)[0];

    now[0] = NOW.plus(Duration.ofDays(19));
    assertThat(certificates.current()).isSameAs(first);
    now[0] = NOW.plus(Duration.ofDays(21));
    assertThat(certificates.current()).isNotSameAs(first);
    assertThat(certificates.getPrivateKey(alias)).isSameAs(first.key());
  }

  @Test
  void announcesASuccessorLongBeforeItIssues() {
    CertificateAuthority old = CertificateAuthority.create(NOW);
    Authorities alone = new Authorities(List.of(old));
    Instant late = NOW.plus(Duration.ofDays(3650 - 365));
    assertThat(alone.needsSuccessor(late.minusSeconds(1))).isFalse();
    assertThat(alone.needsSuccessor(late)).isTrue();

    CertificateAuthority next = CertificateAuthority.create(late);
    Authorities both = new Authorities(List.of(next, old));
    assertThat(both.certificates()).hasSize(2);
    assertThat(both.needsSuccessor(late)).isFalse();
    assertThat(both.issuing(late.plus(Duration.ofDays(179))).pin()).isEqualTo(old.pin());
    assertThat(both.issuing(late.plus(Duration.ofDays(181))).pin()).isEqualTo(next.pin());
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "::1", "fe80::2", "node-1.example.org", "localhost"})
  void takesAddressesAndHostNames(String text) {
    assertThat(Addresses.isHost(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "127.1",
        "10.0.0.256",
        "a b",
        "-x",
        "http://x",
        "fe80::1%eth0",
        "x;rm",
        "1.2.3"
      })
  void refusesWhatIsNeither(String text) {
    assertThat(Addresses.isHost(text)).isFalse();
  }

  @Test
  void namesTheSettingWithABadHostName() {
    Authorities authorities = new Authorities(List.of(CertificateAuthority.create(NOW)));
    assertThatThrownBy(() -> new ServerCertificates(() -> authorities, List.of("a b"), () -> NOW))
        .hasMessageContaining("meridian.agent-host-names")
        .hasMessageContaining("'a b'");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
