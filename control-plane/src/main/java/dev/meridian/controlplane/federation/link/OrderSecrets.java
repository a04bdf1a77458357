package dev.meridian.controlplane.federation.link;

import com.google.protobuf.ByteString;
import dev.meridian.controlplane.federation.SecretGrant;
import dev.meridian.protocol.v1.RunPod;
import dev.meridian.protocol.v1.SecretFile;
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
   */
  RunPod addTo(RunPod order, UUID tenant, String grants) {
    if (grants.equals("[]")) {
      return order;
    }
    RunPod.Builder complete = order.toBuilder();
    for (SecretGrant grant : json.readValue(grants, GRANTS)) {
      SecretValue value = secrets.open(tenant, grant.secret(), grant.version());
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
}
