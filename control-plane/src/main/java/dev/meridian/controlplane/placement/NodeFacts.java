package dev.meridian.controlplane.placement;

import dev.meridian.spec.PlacementRule.Field;
import dev.meridian.tenancy.Amounts;
import dev.meridian.tenancy.Isolation;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node apart from what pods hold on it.
 *
 * @param isolation how far it keeps tenants apart
 * @param capacity its {@code pods} amount is not looked at
 * @param portBegin first port that placement may choose, inclusive
 * @param portEnd last one, inclusive
 * @param javaFeatures feature releases of the JDKs that its agent found
 * @param notReady why nothing new may go there, for people; null when it is ready
 */
record NodeFacts(
    UUID id,
    UUID agentId,
    String name,
    String region,
    String network,
    String zone,
    String runtime,
    Isolation isolation,
    String address,
    String advertisedAddress,
    Amounts capacity,
    int portBegin,
    int portEnd,
    Map<String, String> attributes,
    Set<Integer> javaFeatures,
    @Nullable String notReady,
    boolean schedulable) {
  NodeFacts {
    attributes = Map.copyOf(attributes);
    javaFeatures = Set.copyOf(javaFeatures);
  }

  /** The value that a constraint looks at; null when the node lacks the attribute. */
  @Nullable String value(Field field) {
    return switch (field.kind()) {
      case HOSTNAME -> name;
      case REGION -> region;
      case ZONE -> zone;
      case ATTRIBUTE -> attributes.get(field.name());
    };
  }

  /**
   * What counting constraints group by; null when the node lacks the attribute. Zone "a" of one
   * region is not zone "a" of another, and node names are unique in their region only.
   */
  @Nullable String group(Field field) {
    return switch (field.kind()) {
      case HOSTNAME -> region + "/" + name;
      case REGION -> region;
      case ZONE -> region + "/" + zone;
      case ATTRIBUTE -> attributes.get(field.name());
    };
  }
}
