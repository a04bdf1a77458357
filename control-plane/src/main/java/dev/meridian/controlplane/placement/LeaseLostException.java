package dev.meridian.controlplane.placement;

/** Another writer has taken over: the batch is rolled back and the model in memory thrown away. */
final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LeaseLostException(long fence) {
    super("the placement lease with fence " + fence + " was taken over");
  }
}
