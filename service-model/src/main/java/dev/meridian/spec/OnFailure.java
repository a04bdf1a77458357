package dev.meridian.spec;

/** What a plan does when its deadline passes or a step cannot succeed. */
public enum OnFailure {
  /** Keep what there is and wait for a person. */
  STOP,
  /** Return the pods that this plan touched to the configuration before, and no others. */
  ROLLBACK
}
