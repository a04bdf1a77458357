package dev.meridian.agent.link;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority as a control plane makes it, with one server certificate. */
public final class TestAuthority {
  final X509Certificate authority;
  private final X509Certificate server;
  private final KeyPair serverKey;

  TestAuthority(String serverName) throws Exception {
    KeyPair authorityKey = key();
    X500Name issuer = new X500Name("CN=Test CA");
    authority =
        sign(
            new JcaX509v3CertificateBuilder(
                    issuer, BigInteger.ONE, ago(1), ago(-1), issuer, authorityKey.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(true)),
            authorityKey);
    serverKey = key();
    server =
        sign(
            new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.TWO,
                    ago(1),
                    ago(-1),
                    new X500Name("CN=" + serverName),
                    serverKey.getPublic())
                .addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, serverName))),
            authorityKey);
  }

  /** The CA's own certificate, DER. */
  public byte[] certificate() throws Exception {
    return authority.getEncoded();
  }

  InputStream chain() throws Exception {
    return pem("CERTIFICATE", server.getEncoded(), authority.getEncoded());
  }

  InputStream privateKey() throws Exception {
    return pem("PRIVATE KEY", serverKey.getPrivate().getEncoded());
  }

  String pin() throws Exception {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            MessageDigest.getInstance("SHA-256").digest(authority.getPublicKey().getEncoded()));
  }

  private static KeyPair key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private static Date ago(int days) {
    return Date.from(Instant.now().minus(Duration.ofDays(days)));
  }

  private static X509Certificate sign(
      org.bouncycastle.cert.X509v3CertificateBuilder builder, KeyPair key) throws Exception {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate())));
  }

  private static InputStream pem(String type, byte[]... contents) {
    StringBuilder text = new StringBuilder();
    for (byte[] content : contents) {
      text.append("-----BEGIN ").append(type).append("-----\n");
      text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
      text.append("\n-----END ").append(type).append("-----\n");
    }
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
