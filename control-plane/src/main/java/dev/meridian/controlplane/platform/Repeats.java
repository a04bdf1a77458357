package dev.meridian.controlplane.platform;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the first of a kind from its repetitions within a minute, so that whoever repeats something
 * does not fill what it is recorded in. Safe for use by several threads.
 *
 * @param <K> what makes two of them the same
 */
public final class Repeats<K> {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int most;
  private final Map<K, Seen> kinds = new HashMap<>();
  private int others;

  private record Seen(Instant since, int repeated) {}

  /**
   * A kind whose minute is over.
   *
   * @param times how often it came beside the first time
   */
  public record Over<K>(K kind, Instant since, int times) {}

  /**
   * @param most how many kinds are told apart in a minute; more are only counted together
   */
  public Repeats(int most) {
    this.most = most;
  }

  /** True for the first of its kind in its minute; any other one is counted. */
  public synchronized boolean isFirst(K kind, Instant now) {
    Seen seen = kinds.get(kind);
    if (seen != null) {
      kinds.put(kind, new Seen(seen.since(), seen.repeated() + 1));
      return false;
    }
    if (kinds.size() >= most) {
      others++;
      return false;
    }
    kinds.put(kind, new Seen(now, 0));
    return true;
  }

  /** The kinds whose minute is over and that were repeated; the next one of each is a first one. */
  public synchronized List<Over<K>> over(Instant now) {
    List<Over<K>> over = new ArrayList<>();
    kinds
        .entrySet()
        .removeIf(
            kind -> {
              Seen seen = kind.getValue();
              boolean past = !now.isBefore(seen.since().plus(WINDOW));
              if (past && seen.repeated() > 0) {
                over.add(new Over<>(kind.getKey(), seen.since(), seen.repeated()));
              }
              return past;
            });
    return over;
  }

  /** How many came since it was asked last that were too many to be told apart. */
  public synchronized int takeOthers() {
    int taken = others;
    others = 0;
    return taken;
  }
}
