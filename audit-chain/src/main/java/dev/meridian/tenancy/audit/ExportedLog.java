package dev.meridian.tenancy.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A tenant's audit log as it was exported, reduced to what its check needs.
 *
 * @param links in the order of the export
 * @param pending events that no link names, oldest first
 * @param head as the export states it; null when the export ends without it
 * @param keys as the export states them; whether to trust them is the reader's decision
 */
public record ExportedLog(
    UUID tenant,
    Instant exportedAt,
    List<Link> links,
    List<Pending> pending,
    List<Anchor> anchors,
    @Nullable ChainHead head,
    List<AnchorKeys.PublicKey> keys) {
  public ExportedLog {
    links = List.copyOf(links);
    pending = List.copyOf(pending);
    anchors = List.copyOf(anchors);
    keys = List.copyOf(keys);
  }

  /**
   * An entry of the chain and what was computed anew from its event.
   *
   * @param computed hash of the event as it is now; null when the event is not there
   * @param changed names of personal values that are not those that were committed to
   */
  public record Link(
      long position,
      Sha256 previous,
      Sha256 payload,
      Sha256 hash,
      @Nullable Sha256 computed,
      List<String> changed) {
    public Link {
      changed = List.copyOf(changed);
    }

    /**
     * An entry with its event.
     *
     * @param event null when it is not there
     * @param personal what is not erased, by field
     */
    public static Link of(
        long position,
        Sha256 previous,
        Sha256 payload,
        Sha256 hash,
        @Nullable JsonNode event,
        Map<String, PersonalValue> personal) {
      return new Link(
          position,
          previous,
          payload,
          hash,
          event == null ? null : ChainHashes.payload(event),
          personal.entrySet().stream()
              .filter(value -> !value.getValue().isCommittedTo(event, value.getKey()))
              .map(Map.Entry::getKey)
              .sorted()
              .toList());
    }
  }

  /** An event that is not in the chain. */
  public record Pending(UUID event, Instant at) {}
}
