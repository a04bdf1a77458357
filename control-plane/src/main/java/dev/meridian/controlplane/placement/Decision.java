package dev.meridian.controlplane.placement;

import java.util.List;

/** What placement answers about an ask. */
public sealed interface Decision {
  Explanation explanation();

  /** Every pod of the ask has its reservation and ports. */
  record Placed(List<PodPlacement> pods, Explanation explanation) implements Decision {
    public Placed {
      pods = List.copyOf(pods);
    }
  }

  /** Nothing was reserved for this ask; what the instance held before it still holds. */
  record Refused(Explanation explanation) implements Decision {}
}
