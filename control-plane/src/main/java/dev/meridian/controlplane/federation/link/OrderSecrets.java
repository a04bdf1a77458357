package dev.meridian.controlplane.federation.link;

import com.google.protobuf.ByteString;
import dev.meridian.controlplane.federation.SecretGrant;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.SecretFile;
import dev.meridian.tenancy.TenancyException;
import dev.meridian.tenancy.keys.KeyEncryptionException;
import dev.meridian.tenancy.secrets.SecretValue;
import dev.meridian.tenancy.secrets.Secrets;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds the values of secrets to an order on its way to the agent that runs the pod; they are opened
 * here and stored nowhere. Joins the running scope.
 */
@Component
class OrderSecrets {
  private static final TypeReference<List<SecretGrant>> GRANTS = new TypeReference<>() {};

  private final Secrets secrets;
  private final JsonMapper json;

  OrderSecrets(Secrets secrets, JsonMapper json) {
    this.secrets = secrets;
    this.json = json;
  }

  /**
   * @param grants as stored with the order
   * @throws OrderHeldException when one of them cannot be opened now
   */
  RunPod addTo(RunPod order, UUID tenant, String grants) throws OrderHeldException {
    if (grants.equals("[]")) {
      return order;
    }
    RunPod.Builder complete = order.toBuilder();
    for (SecretGrant grant : json.readValue(grants, GRANTS)) {
      SecretValue value = open(tenant, grant);
      if (!grant.variable().isEmpty()) {
        complete.putSecretEnvironment(
            grant.variable(),
            value
                .text()
                .orElseThrow(
                    () ->
                        new IllegalStateException(
                            "Version %d of secret %s is no text and cannot be the variable %s of pod %s. Give it to a file."
                                .formatted(
                                    grant.version(),
                                    grant.secret(),
                                    grant.variable(),
                                    order.getPod()))));
      }
      if (!grant.file().isEmpty()) {
        complete.addSecretFiles(
            SecretFile.newBuilder()
                .setFile(grant.file())
                .setContent(ByteString.copyFrom(value.bytes())));
      }
    }
    return complete.build();
  }

  private SecretValue open(UUID tenant, SecretGrant grant) throws OrderHeldException {
    try {
      return secrets.open(tenant, grant.secret(), grant.version());
    } catch (KeyEncryptionException e) {
      // Where that key is and what it answers is for administrators, in the log.
      throw new OrderHeldException(
          "the platform's key-encryption key cannot be used now, so none of them is opened; the order goes out by itself when it can",
          e);
    } catch (TenancyException | IllegalStateException e) {
      throw new OrderHeldException(String.valueOf(e.getMessage()), e);
    }
  }
}
