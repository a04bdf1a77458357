package dev.meridian.controlplane.federation.trust;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An EC P-256 authority that vouches for this control plane towards its agents, and for nothing
 * else.
 */
public record CertificateAuthority(X509Certificate certificate, PrivateKey key) {

  static final Duration LIFETIME = Duration.ofDays(3650);
  private static final Duration SKEW = Duration.ofHours(24);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new authority that is valid from a day before {@code now} for ten years. */
  public static CertificateAuthority create(Instant now) {
    KeyPair pair = newKeyPair();
    X500Name name = new X500Name("CN=Meridian agent link CA " + now.toString().substring(0, 10));
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            serial(),
            Date.from(now.minus(SKEW)),
            Date.from(now.plus(LIFETIME)),
            name,
            pair.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    } catch (CertIOException e) {
      throw new IllegalStateException("Cannot write the extensions of the CA certificate.", e);
    }
    return new CertificateAuthority(sign(builder, pair.getPrivate()), pair.getPrivate());
  }

  /**
   * The authority as it was stored.
   *
   * @throws IllegalStateException when the bytes are no certificate or no EC key
   */
  public static CertificateAuthority restore(byte[] certificate, byte[] pkcs8) {
    try {
      return new CertificateAuthority(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)),
          KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The stored CA of the agent link cannot be read; restore it from a backup.", e);
    }
  }

  /** A certificate for the agent port, with a key of its own that is never stored. */
  public ServerCertificate issue(List<String> hostNames, Instant now, Duration lifetime) {
    KeyPair pair = newKeyPair();
    Instant end = now.plus(lifetime);
    Instant caEnd = certificate.getNotAfter().toInstant();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
            serial(),
            Date.from(now.minus(SKEW)),
            Date.from(end.isBefore(caEnd) ? end : caEnd),
            new X500Name("CN=" + ServerCertificates.NAME),
            pair.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, names(hostNames));
    } catch (CertIOException e) {
      throw new IllegalStateException("Cannot write the names of the server certificate.", e);
    }
    return new ServerCertificate(sign(builder, key), certificate, pair.getPrivate(), end);
  }

  /** Base64url SHA-256 of the SubjectPublicKeyInfo: what a join token pins. */
  public String pin() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Digests.sha256(certificate.getPublicKey().getEncoded()));
  }

  /** The certificate, DER. */
  public byte[] encodedCertificate() {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The CA certificate cannot be encoded.", e);
    }
  }

  /** Without the key, so that no log can hold it. */
  @Override
  public String toString() {
    return "CertificateAuthority[" + pin() + "]";
  }

  private static GeneralNames names(List<String> hostNames) {
    return new GeneralNames(
        hostNames.stream()
            .map(
                name ->
                    new GeneralName(
                        Addresses.isLiteral(name) ? GeneralName.iPAddress : GeneralName.dNSName,
                        name))
            .toArray(GeneralName[]::new));
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException("Cannot sign a certificate for the agent link.", e);
    }
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime cannot make EC P-256 keys.", e);
    }
  }

  private static BigInteger serial() {
    return new BigInteger(127, RANDOM).setBit(126);
  }
}
