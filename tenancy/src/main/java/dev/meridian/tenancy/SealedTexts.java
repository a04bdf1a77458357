package dev.meridian.tenancy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Seals texts that the platform keeps for a while, with one key (AES-256-GCM) that is kept among
 * the sealed keys; it is opened once, so that sealing asks nobody. May be called in any scope.
 */
public final class SealedTexts {
  private static final String NAME = "sealed-texts";

  private final SealedKeys keys;
  private volatile @Nullable Aead opened;

  public SealedTexts(SealedKeys keys) {
    this.keys = keys;
  }

  /**
   * Seals a text.
   *
   * @param context what the text belongs to; it opens in the same context only
   */
  public String seal(String text, String context) {
    try {
      return Base64.getEncoder().encodeToString(aead().encrypt(bytes(text), bytes(context)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The text of %s cannot be sealed".formatted(context), e);
    }
  }

  /**
   * Opens what was sealed.
   *
   * @throws IllegalStateException when it was sealed in another context
   */
  public String open(String sealed, String context) {
    try {
      return new String(
          aead().decrypt(Base64.getDecoder().decode(sealed), bytes(context)),
          StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The sealed text of %s does not open: it was not written for it.".formatted(context), e);
    }
  }

  private Aead aead() throws GeneralSecurityException {
    Aead known = opened;
    if (known == null) {
      AeadConfig.register();
      byte[] keySet = keys.findOrMake(NAME, () -> new SealedKeys.Fresh(null, fresh())).secret();
      known =
          TinkProtoKeysetFormat.parseKeyset(keySet, InsecureSecretKeyAccess.get())
              .getPrimitive(RegistryConfiguration.get(), Aead.class);
      opened = known;
    }
    return known;
  }

  private static byte[] fresh() {
    try {
      return TinkProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
          InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink makes no AES-256-GCM key", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
