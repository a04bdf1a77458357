package dev.meridian.controlplane.testing;

import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The second within which what was taken away counts everywhere. Whoever asks once after it gets
 * the answer that the product promises: also without news of the change, what was read before it
 * has run out by then, and a machine that stands still for a while only makes it older.
 */
public final class OneSecond {
  private OneSecond() {}

  /** Returns when one second has passed from now. */
  public static void passes() {
    Awaitility.await()
        .pollDelay(Duration.ofSeconds(1))
        .atMost(Duration.ofSeconds(30))
        .until(() -> true);
  }
}
