package dev.meridian.tenancy;

import dev.meridian.tenancy.audit.ChainHashes;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The values of one event that may be erased later, each with a salt of its own. */
final class ErasableValues {
  private static final SecureRandom RANDOM = new SecureRandom();

  private record Salted(byte[] salt, String value) {}

  private final Map<String, Salted> values = new LinkedHashMap<>();

  ErasableValues with(String field, @Nullable String value) {
    if (value != null) {
      byte[] salt = new byte[ChainHashes.SALT];
      RANDOM.nextBytes(salt);
      values.put(field, new Salted(salt, value));
    }
    return this;
  }

  @Nullable String value(String field) {
    Salted found = values.get(field);
    return found == null ? null : found.value();
  }

  byte @Nullable [] salt(String field) {
    Salted found = values.get(field);
    return found == null ? null : found.salt();
  }

  /** What stays in the event: {@code {"actor":"<hash>",...}}. */
  String commitments() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    values.forEach(
        (field, salted) ->
            all.put(field, ChainHashes.commitment(field, salted.salt(), salted.value()).hex()));
    return all.toString();
  }
}
