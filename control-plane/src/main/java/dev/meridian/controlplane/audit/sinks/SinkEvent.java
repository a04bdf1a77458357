package dev.meridian.controlplane.audit.sinks;

import dev.meridian.controlplane.audit.EventRow;
import java.util.Optional;

/**
 * An event with its entry in the chain of its tenant. Who keeps the hashes can tell later whether
 * the log was cut or rewritten.
 *
 * @param position in the chain
 * @param hash of the entry, in hexadecimal
 */
record SinkEvent(Place place, long position, String hash, EventRow event) {
  /** A value of the event, {@code actor} for one; empty when it has none or it was erased. */
  Optional<String> value(String name) {
    return switch (name) {
      case "actor", "subject", "address", "detail", "behalf", "behalfId" ->
          Optional.ofNullable(event.value(name));
      case "position" -> Optional.of(String.valueOf(position));
      case "hash" -> Optional.of(hash);
      default -> Optional.ofNullable(event.member(name));
    };
  }
}
