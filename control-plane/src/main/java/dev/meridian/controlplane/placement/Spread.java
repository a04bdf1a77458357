package dev.meridian.controlplane.placement;

/** Over what the pods of one type are spread, as evenly as what fits allows. */
public enum Spread {
  /** Over regions first, in each over zones, in each over nodes. */
  REGIONS,
  /** Over zones first, then over nodes; earlier regions of the policy are filled first. */
  ZONES,
  /** Over nodes; earlier regions of the policy are filled first. */
  NODES,
  /** Not at all: the emptiest node wins each time. */
  NONE
}
