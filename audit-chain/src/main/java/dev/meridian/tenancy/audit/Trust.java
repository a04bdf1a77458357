package dev.meridian.tenancy.audit;

import java.util.List;
import java.util.Optional;

/**
 * What the reader of a log knows from elsewhere.
 *
 * @param keys public keys that anchors may be signed with
 * @param earlier heads of the same chain that were seen before
 */
public record Trust(List<AnchorKeys.PublicKey> keys, List<ChainHead> earlier) {
  public Trust {
    keys = List.copyOf(keys);
    earlier = List.copyOf(earlier);
  }

  Optional<AnchorKeys.PublicKey> key(int version) {
    return keys.stream().filter(key -> key.version() == version).findFirst();
  }
}
