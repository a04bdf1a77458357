package dev.meridian.cli.auth;

/** What became of a sign-in that was to end. */
sealed interface Farewell {
  /** It has ended at the control plane and is forgotten here. */
  record SignedOut() implements Farewell {}

  /**
   * It is forgotten here; the control plane did not end it.
   *
   * @param why what came in the way
   */
  record ForgottenOnly(String why) implements Farewell {}

  /** There was none. */
  record NobodyWasSignedIn() implements Farewell {}
}
