package dev.meridian.tenancy.audit;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An erasable value of an event.
 *
 * @param salt in hexadecimal digits
 */
public record PersonalValue(String salt, String value) {
  /** Whether the event holds the commitment to this value. */
  boolean isCommittedTo(@Nullable JsonNode event, String field) {
    if (event == null) {
      return true;
    }
    try {
      return ChainHashes.commitment(field, HexFormat.of().parseHex(salt), value)
          .hex()
          .equals(event.path("commitments").path(field).asString(""));
    } catch (IllegalArgumentException noSalt) {
      return false;
    }
  }
}
