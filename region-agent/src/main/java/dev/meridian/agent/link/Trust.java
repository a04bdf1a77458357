package dev.meridian.agent.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whom the agent believes to be the control plane. The chain and the server's name are verified
 * always, by the CA that the join token pins and later by the CAs that the control plane gave.
 */
final class Trust {
  /** The name in the server's certificate, whatever address the agent dials. */
  static final String SERVER_NAME = "meridian-control-plane";

  private Trust() {}

  /** Trusts chains of these CAs (DER). */
  static TrustManager ofAuthorities(List<byte[]> certificates) throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    KeyStore store = emptyStore();
    int number = 0;
    for (byte[] der : certificates) {
      store.setCertificateEntry(
          "ca-" + number++, factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return delegate(store);
  }

  /** Trusts a chain whose CA, which the server sends with it, has a key with this pin. */
  static TrustManager ofPin(JoinToken token) {
    return new PinnedTrustManager(token);
  }

  private static KeyStore emptyStore() throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException impossible) {
      throw new GeneralSecurityException(impossible);
    }
    return store;
  }

  private static X509ExtendedTrustManager delegate(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("the JDK has no PKIX trust manager");
  }

  private static final class PinnedTrustManager extends X509ExtendedTrustManager {
    private final JoinToken token;

    PinnedTrustManager(JoinToken token) {
      this.token = token;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      pinned(chain).checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      pinned(chain).checkServerTrusted(chain, authType, socket);
    }

    private X509ExtendedTrustManager pinned(X509Certificate[] chain) throws CertificateException {
      try {
        for (X509Certificate certificate : chain) {
          if (MessageDigest.isEqual(token.caPin(), pin(certificate))) {
            KeyStore store = emptyStore();
            store.setCertificateEntry("pinned", certificate);
            return delegate(store);
          }
        }
      } catch (CertificateException failed) {
        throw failed;
      } catch (GeneralSecurityException failed) {
        throw new CertificateException(failed);
      }
      throw new PinMismatch(
          "the join token is of control plane "
              + token.controlPlaneId()
              + ", whose CA key is "
              + base64(token.caPin())
              + ", and the server that answers has another one ("
              + base64(pin(chain[chain.length - 1]))
              + "); check --control-plane, or get a token of that control plane");
    }

    private static byte[] pin(X509Certificate certificate) throws CertificateException {
      try {
        return MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
      } catch (GeneralSecurityException impossible) {
        throw new CertificateException(impossible);
      }
    }

    private static String base64(byte[] bytes) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("the server's name cannot be checked without a connection");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("an agent has no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** The server is of another control plane than the token. */
  static final class PinMismatch extends CertificateException {
    private static final long serialVersionUID = 1;

    PinMismatch(String message) {
      super(message);
    }
  }
}
